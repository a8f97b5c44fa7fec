with

made as (
    select * from {{ ref('int_recommendations_made') }}
),

standing as (
    select * from {{ ref('int_recommendations_standing') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

next_turns as (
    select * from {{ ref('int_next_turns_dated') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

made_today as (
    select
        made.customer_id,
        made.policy,
        made.as_of_date,
        made.action_id,
        made.base_action_id,
        made.expected_value_amount,
        made.cost_amount,
        made.success_probability,
        made.uplift,
        made.evidence,
        made.segment,
        made.uplift_type,
        made.runner_up_action_id,
        made.binding_resource_id,
        made.role,
        made.is_exploration,
        made.action_probability,
        made.as_of_date as decided_on,
        points.decision_triggers,
        'made' as decision_state,
        made.as_of_date as state_on,
        made.reason
    from made
    inner join points
        on made.customer_id = points.customer_id
),

decided as (
    select * from made_today
    union all
    select
        customer_id,
        policy,
        as_of_date,
        action_id,
        base_action_id,
        expected_value_amount,
        cost_amount,
        success_probability,
        uplift,
        evidence,
        segment,
        uplift_type,
        runner_up_action_id,
        binding_resource_id,
        role,
        is_exploration,
        action_probability,
        decided_on,
        decision_triggers,
        decision_state,
        state_on,
        reason
    from standing
),

-- Who was never up so far, or whose last decision cannot be shown any more, waits.
waiting as (
    select
        segments.customer_id,
        policies.live_policy as policy,
        segments.as_of_date,
        'do_nothing' as action_id,
        'do_nothing' as base_action_id,
        0 as expected_value_amount,
        0 as cost_amount,
        cast(null as double) as success_probability,
        cast(null as double) as uplift,
        cast(null as varchar) as evidence,
        segments.segment,
        segments.uplift_type,
        cast(null as varchar) as runner_up_action_id,
        cast(null as varchar) as binding_resource_id,
        'champion' as role,
        false as is_exploration,
        1 as action_probability,
        cast(null as date) as decided_on,
        cast(null as varchar) as decision_triggers,
        'waiting' as decision_state,
        segments.as_of_date as state_on,
        'Not decided yet: up for a decision on ' || cast(next_turns.next_regular_on as varchar)
        || '.' as reason
    from segments
    inner join next_turns
        on segments.customer_id = next_turns.customer_id
    cross join policies
    left join decided
        on segments.customer_id = decided.customer_id
    where decided.customer_id is null
),

shown as (
    select * from decided
    union all
    select * from waiting
),

described as (
    select
        shown.*,
        next_turns.next_regular_on,
        shown.decision_state in ('made', 'standing') and shown.action_id <> 'do_nothing' as is_open
    from shown
    inner join next_turns
        on shown.customer_id = next_turns.customer_id
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(policy as varchar) as policy,
        cast(as_of_date as date) as as_of_date,
        cast(action_id as varchar) as action_id,
        cast(base_action_id as varchar) as base_action_id,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(
            row_number() over (
                order by
                    is_open desc nulls last,
                    (action_id = 'do_nothing') asc nulls last,
                    expected_value_amount / nullif(cost_amount, 0) desc nulls first,
                    expected_value_amount desc nulls last,
                    customer_id asc nulls last
            ) as bigint
        ) as priority_rank,
        cast(success_probability as double) as success_probability,
        cast(uplift as double) as uplift,
        cast(evidence as varchar) as evidence,
        cast(segment as varchar) as segment,
        cast(uplift_type as varchar) as uplift_type,
        cast(runner_up_action_id as varchar) as runner_up_action_id,
        cast(binding_resource_id as varchar) as binding_resource_id,
        cast(role as varchar) as role,
        cast(is_exploration as boolean) as is_exploration,
        cast(action_probability as double) as action_probability,
        cast(decided_on as date) as decided_on,
        cast(decision_triggers as varchar) as decision_triggers,
        cast(decision_state as varchar) as decision_state,
        cast(state_on as date) as state_on,
        cast(is_open as boolean) as is_open,
        cast(next_regular_on as date) as next_regular_on,
        cast(reason as varchar) as reason
    from described
)

select * from final
