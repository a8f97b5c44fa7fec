with

units as (
    select
        unit_id,
        cast(coalesce(retention_value_amount, 0) as double) as retention_value_amount,
        cast(coalesce(upsell_value_amount, 0) as double) as upsell_value_amount
    from {{ ref('int_uplift_training_rows') }}
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
        max(case when nuisances.goal = 'retention' then nuisances.outcome_mean end)
            as retention_mean,
        max(case when nuisances.goal = 'upsell' then nuisances.outcome_mean end) as upsell_mean,
        any_value(units.retention_value_amount) as retention_value_amount,
        any_value(units.upsell_value_amount) as upsell_value_amount,
        any_value(cast(actions.unit_cost_amount as double)) as cost_amount
    from nuisances
    inner join units
        on nuisances.unit_id = units.unit_id
    inner join actions
        on nuisances.action_id = actions.action_id
    group by nuisances.unit_id, nuisances.action_id
),

valued as (
    select
        *,
        {{ revenue_amount(
            'retention_mean', 'upsell_mean', 'retention_value_amount', 'upsell_value_amount'
        ) }} as revenue_amount
    from predicted
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
    {% for outcome, expression in [
        ('retention', 'retention_mean'),
        ('upsell', 'upsell_mean'),
        ('revenue', 'revenue_amount'),
        ('upsell_revenue', 'upsell_mean * upsell_value_amount'),
        ('cost', 'cost_amount'),
        ('net_value', 'revenue_amount - cost_amount'),
    ] %}
    select
        unit_id,
        action_id,
        '{{ outcome }}' as outcome,
        {{ expression }} as predicted
    from valued
    where {{ expression }} is not null

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
