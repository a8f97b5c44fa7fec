-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_action_history_checked') }}
),

final as (
    select
        action_event_id,
        customer_id,
        action_id,
        performed_at,
        cost_amount,
        was_successful,
        decision_id,
        override_reason
    from checked
    where rejection_rule is null
)

select * from final
