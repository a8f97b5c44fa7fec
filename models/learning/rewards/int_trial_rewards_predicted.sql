with

goal_outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

nuisances as (
    select * from {{ ref('uplift_nuisances') }}
),

rewards as (
    select * from {{ ref('int_trial_rewards_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- By models that have not seen the unit.
predicted as (
    select
        nuisances.unit_id,
        nuisances.action_id,
        nuisances.goal,
        nuisances.outcome_mean,
        nuisances.outcome_mean * cast(coalesce(goal_outcomes.value_amount, 0) as double)
            as revenue_amount
    from nuisances
    inner join goal_outcomes
        on
            nuisances.unit_id = goal_outcomes.unit_id
            and nuisances.goal = goal_outcomes.goal
),

totals as (
    select
        unit_id,
        action_id,
        {{ exact_sum('revenue_amount') }} as revenue_amount
    from predicted
    group by unit_id, action_id
),

costed as (
    select
        totals.unit_id,
        totals.action_id,
        totals.revenue_amount,
        cast(actions.unit_cost_amount as double) as cost_amount
    from totals
    inner join actions
        on totals.action_id = actions.action_id
),

satisfied as (
    select
        unit_id,
        action_id,
        reward
    from rewards
    where outcome = 'satisfaction'
),

satisfaction_totals as (
    select
        action_id,
        count(*) as unit_count,
        {{ exact_sum('reward') }} as reward_total
    from satisfied
    group by action_id
),

-- The mean of the others who got the action.
satisfaction_means as (
    select
        satisfied.unit_id,
        satisfaction_totals.action_id,
        (
            satisfaction_totals.reward_total
            - case
                when satisfied.action_id = satisfaction_totals.action_id then satisfied.reward
                else 0
            end
        ) / nullif(
            satisfaction_totals.unit_count
            - case when satisfied.action_id = satisfaction_totals.action_id then 1 else 0 end, 0
        ) as predicted
    from satisfied
    cross join satisfaction_totals
),

final as (
    select
        unit_id,
        action_id,
        goal as outcome,
        outcome_mean as predicted
    from predicted

    union all

    select
        unit_id,
        action_id,
        goal || '_value' as outcome,
        revenue_amount as predicted
    from predicted

    union all

    {% for outcome, expression in [
        ('revenue', 'revenue_amount'),
        ('cost', 'cost_amount'),
        ('net_value', 'revenue_amount - cost_amount'),
    ] %}
    select
        unit_id,
        action_id,
        '{{ outcome }}' as outcome,
        {{ expression }} as predicted
    from costed

    union all

    {% endfor %}
    select
        unit_id,
        action_id,
        'satisfaction' as outcome,
        predicted
    from satisfaction_means
    where predicted is not null
)

select * from final
