-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_resource_use_checked') }}
),

final as (
    select
        resource_id,
        action_id,
        amount
    from checked
    where rejection_rule is null
)

select * from final
