-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_resources_checked') }}
),

final as (
    select
        resource_id,
        resource_name,
        scope,
        unit_name,
        maximum_amount,
        minimum_amount,
        period
    from checked
    where rejection_rule is null
)

select * from final
