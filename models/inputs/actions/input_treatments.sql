-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_treatments_checked') }}
),

final as (
    select
        treatment_id,
        action_id,
        treatment_name,
        channel,
        unit_cost_amount,
        success_cost_amount,
        success_discount_rate,
        is_enabled
    from checked
    where rejection_rule is null
)

select * from final
