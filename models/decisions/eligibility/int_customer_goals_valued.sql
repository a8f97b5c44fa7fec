{% set attributes = rule_attributes() %}
{% set stakes = accepted_goals() | rejectattr('stake_attribute', 'none') | list %}
with

goals as (
    select * from {{ ref('input_goals') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due or is_foreseen
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

attributes_of_stakes as (
    {{ customer_attributes(stakes | map(attribute='stake_attribute') | list) }}
),

-- Each goal that is not always at stake is one comparison in the type of its column.
stakes as (
    {% for goal in stakes %}
    select
        customer_id,
        {{ text_literal(goal.goal) }} as goal
    from attributes_of_stakes
    where
        {{ rule_condition(
            {
                'attribute': goal.stake_attribute, 'operator': goal.stake_operator,
                'value': goal.stake_value,
            },
            attributes[goal.stake_attribute].type
        ) }}

    union all

    {% endfor %}
    select
        customer_id,
        cast(null as varchar) as goal
    from attributes_of_stakes
    where false
),

final as (
    select
        profiles.customer_id,
        goals.goal,
        goals.goal_order,
        {{ goal_worth('goals', 'profiles') }} as value_amount,
        goals.stake_attribute is null or stakes.goal is not null as is_at_stake
    from profiles
    inner join customers
        on profiles.customer_id = customers.customer_id
    cross join goals
    left join stakes
        on
            profiles.customer_id = stakes.customer_id
            and goals.goal = stakes.goal
)

select * from final
