with

source as (
    {{ raw_table('action_history') }}
),

final as (
    select
        action_event_id,
        customer_id,
        action_id,
        performed_at,
        was_successful,
        cost_amount,
        decision_id,
        override_reason
    from source
)

select * from final
