{% set attributes = sensitive_attribute_names() %}
with

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

declared as (
    select * from {{ ref('input_sensitive_attributes') }}
),

described as (
    {% for attribute in attributes %}
    select
        customer_id,
        '{{ attribute }}' as attribute,
        coalesce(cast({{ attribute }} as varchar), 'unknown') as group_name
    from profiles

    union all
    {% endfor %}

    select
        customer_id,
        cast(null as varchar) as attribute,
        cast(null as varchar) as group_name
    from profiles
    where false
),

final as (
    select
        described.customer_id,
        described.attribute,
        declared.is_protected,
        described.group_name
    from described
    inner join declared
        on described.attribute = declared.attribute
)

select * from final
