{% set attributes = rule_attributes() %}
with

rules as (
    select * from {{ ref('input_eligibility_rules') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

described as (
    select
        profiles.customer_id,
        rules.*,
        case rules.attribute
        {% for name, column in attributes.items() %}
            when '{{ name }}' then cast({{ column }} as varchar)
            {% endfor %}
            when '' then null
        end as attribute_value
    from rules
    cross join profiles
    left join engagement -- noqa: ST11
        on profiles.customer_id = engagement.customer_id
    left join segments -- noqa: ST11
        on profiles.customer_id = segments.customer_id
    left join features -- noqa: ST11
        on
            profiles.customer_id = features.customer_id
            and profiles.as_of_date = features.as_of_date
    where profiles.is_active
),

numbered as (
    select
        *,
        try_cast(attribute_value as double) as attribute_number,
        try_cast(value as double) as value_number
    from described
),

-- Numbers are compared as numbers, everything else as text; nothing is known of what is missing.
compared as (
    select
        *,
        case operator
            when '<' then attribute_number < value_number
            when '<=' then attribute_number <= value_number
            when '>' then attribute_number > value_number
            when '>=' then attribute_number >= value_number
            when '='
                then coalesce(attribute_number = value_number, attribute_value = value)
            when '<>'
                then coalesce(attribute_number <> value_number, attribute_value <> value)
            when 'in'
                then '|' || value || '|' like '%|' || attribute_value || '|%'
            when 'not in'
                then not '|' || value || '|' like '%|' || attribute_value || '|%'
            when 'is null' then attribute_value is null
            when 'is not null' then attribute_value is not null
        end as is_blocked
    from numbered
),

final as (
    select
        compared.customer_id,
        actions.action_id,
        'rule|' || compared.rule_id as block_id,
        compared.reason
    from compared
    inner join actions
        on
            coalesce(compared.action_id = actions.action_id, true)
            and coalesce(compared.channel = actions.channel, compared.channel is null)
            and coalesce(compared.goal = actions.goal, true)
    where compared.is_blocked and actions.action_id <> 'do_nothing'
)

select * from final
