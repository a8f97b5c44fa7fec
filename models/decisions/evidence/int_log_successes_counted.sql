with

action_history as (
    select * from {{ ref('input_action_history') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

baselines as (
    select * from {{ ref('goal_baselines') }}
),

averages as (
    select
        goal,
        {{ exact_mean('baseline_probability') }} as mean_baseline_probability
    from baselines
    group by goal
),

-- What the customer would have done by themselves, as it is known today.
events as (
    select
        action_history.action_id,
        action_history.was_successful,
        coalesce(baselines.baseline_probability, averages.mean_baseline_probability, 0)
            as baseline_probability
    from action_history
    inner join actions
        on action_history.action_id = actions.action_id
    left join baselines
        on
            action_history.customer_id = baselines.customer_id
            and actions.goal = baselines.goal
    left join averages
        on actions.goal = averages.goal
    where actions.goal <> 'none'
),

counted as (
    select
        action_id,
        count(*) as event_count,
        sum(case when was_successful then 1 else 0 end) as success_count,
        {{ exact_sum('baseline_probability') }} as baseline_total
    from events
    group by action_id
),

final as (
    select * from counted
    union all
    {{ inherited_evidence(
        'counted', ['action_id', 'event_count', 'success_count', 'baseline_total']
    ) }}
)

select * from final
