with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

goal_outcomes as (
    select * from {{ ref('int_decision_goals_observed') }}
),

outcomes as (
    select * from {{ ref('int_decision_outcomes_counted') }}
),

live_decisions as (
    select * from past_decisions
    where is_live
),

goal_rewards as (
    select
        live_decisions.decision_id,
        goal_outcomes.goal,
        goal_outcomes.goal as outcome,
        goal_outcomes.metric,
        goal_outcomes.later_decision_count,
        goal_outcomes.outcome as reward,
        coalesce({{ json_number('live_decisions.goal_values', 'goal_outcomes.goal') }}, 0)
            as value_amount
    from live_decisions
    inner join goal_outcomes
        on live_decisions.decision_id = goal_outcomes.decision_id
),

rewarded_decisions as (
    select distinct decision_id
    from goal_rewards
),

satisfaction_rewards as (
    select
        outcomes.decision_id,
        'all' as goal,
        'satisfaction' as outcome,
        outcomes.metric,
        outcomes.later_decision_count,
        outcomes.value as reward,
        cast(null as double) as value_amount
    from outcomes
    inner join rewarded_decisions
        on outcomes.decision_id = rewarded_decisions.decision_id
    where outcomes.metric = '{{ var('nba_satisfaction_metric') }}'
),

rewards as (
    select * from goal_rewards
    union all
    select * from satisfaction_rewards
),

final as (
    select
        live_decisions.decision_id as unit_id,
        live_decisions.customer_id,
        live_decisions.as_of_date,
        live_decisions.action_id,
        live_decisions.action_probability,
        live_decisions.stratum,
        cast(live_decisions.cost_amount as double) as cost_amount,
        rewards.goal,
        rewards.outcome,
        rewards.metric,
        rewards.later_decision_count,
        rewards.reward,
        rewards.value_amount
    from live_decisions
    inner join rewards
        on live_decisions.decision_id = rewards.decision_id
    where rewards.reward is not null
)

select * from final
