with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live
),

states as (
    select * from {{ ref('decision_states') }}
    where next_decided_on is null
),

withdrawn as (
    select * from {{ ref('int_decisions_withdrawn') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- The last decision about who is not up for a new one, as it was made.
final as (
    select
        past_decisions.customer_id,
        past_decisions.policy,
        segments.as_of_date,
        past_decisions.action_id,
        actions.base_action_id,
        past_decisions.expected_value_amount,
        past_decisions.cost_amount,
        past_decisions.success_probability,
        past_decisions.uplift,
        past_decisions.evidence,
        coalesce(past_decisions.segment, segments.segment) as segment,
        coalesce(past_decisions.uplift_type, segments.uplift_type) as uplift_type,
        past_decisions.runner_up_action_id,
        past_decisions.binding_resource_id,
        past_decisions.role,
        past_decisions.role = 'exploration' as is_exploration,
        past_decisions.action_probability,
        past_decisions.as_of_date as decided_on,
        past_decisions.decision_triggers,
        case when withdrawn.decision_id is not null then 'withdrawn' else states.state end
            as decision_state,
        case
            when withdrawn.decision_id is not null then withdrawn.as_of_date
            else states.state_on
        end as state_on,
        coalesce(
            'Withdrawn: ' || withdrawn.reason || '.',
            past_decisions.reason,
            'Decided on ' || cast(past_decisions.as_of_date as varchar) || '.'
        ) as reason
    from past_decisions
    inner join states
        on past_decisions.decision_id = states.decision_id
    inner join segments
        on past_decisions.customer_id = segments.customer_id
    inner join actions
        on past_decisions.action_id = actions.action_id
    left join withdrawn
        on past_decisions.decision_id = withdrawn.decision_id
    left join points
        on past_decisions.customer_id = points.customer_id
    where points.customer_id is null
)

select * from final
