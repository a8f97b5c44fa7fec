with

source as (
    {{ raw_table('actions') }}
),

final as (
    select
        action_id,
        action_name,
        channel,
        goal,
        unit_cost_amount,
        success_cost_amount,
        success_discount_rate,
        is_enabled
    from source
)

select * from final
