with

source as (
    {{ raw_table('treatments') }}
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
    from source
)

select * from final
