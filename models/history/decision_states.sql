with

final as (
    select
        cast(null as varchar) as decision_id,
        cast(null as varchar) as customer_id,
        cast(null as varchar) as action_id,
        cast(null as varchar) as base_action_id,
        cast(null as date) as decided_on,
        cast(null as date) as expires_on,
        cast(null as date) as next_decided_on,
        cast(null as varchar) as state,
        cast(null as date) as state_on,
        cast(null as varchar) as action_event_id,
        cast(null as date) as delivered_on,
        cast(null as varchar) as overriding_action_id,
        cast(null as varchar) as override_reason,
        cast(null as varchar) as account_manager_id,
        cast(null as decimal(18, 4)) as cost_amount
    where false
)

select * from final
