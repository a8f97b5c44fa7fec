with

policy_values as (
    select * from {{ ref('policy_value') }}
    where evidence = 'experiments' and estimator = 'dr'
),

differences as (
    select * from {{ ref('policy_value_differences') }}
    where
        evidence = 'experiments' and estimator = 'dr'
        and reference_policy = 'do_nothing'
),

certificates as (
    select * from {{ ref('allocation_certificate') }}
),

wasted as (
    select * from {{ ref('int_spend_wasted_estimated') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

levels as (
    select
        policy_values.policy,
        policy_values.goal,
        case
            when policy_values.outcome = 'cost' then 'cost_per_customer'
            when policy_values.outcome = 'satisfaction' then 'satisfaction_score'
            when goal_outcomes.is_yes_no then 'success_rate'
            else 'outcome_per_customer'
        end as measure,
        policy_values.value,
        policy_values.lower,
        policy_values.upper,
        policy_values.refusal_reason as remark
    from policy_values
    left join goal_outcomes
        on policy_values.goal = goal_outcomes.goal
    where policy_values.outcome in (policy_values.goal, 'cost', 'satisfaction')
),

-- Against doing nothing, on the same units.
success_effects as (
    select differences.*
    from differences
    inner join goal_outcomes
        on differences.outcome = goal_outcomes.goal
    where goal_outcomes.is_yes_no
),

successes as (
    select
        policy,
        goal,
        'successes_per_1000_customers' as measure,
        difference * 1000 as value,
        lower * 1000 as lower,
        upper * 1000 as upper,
        cast(null as varchar) as remark
    from success_effects
),

effects as (
    select
        policy,
        goal,
        case
            when outcome = 'net_value' then 'net_value_per_customer' else 'value_per_customer'
        end as measure,
        difference as value,
        lower,
        upper,
        cast(null as varchar) as remark
    from differences
    where outcome in (goal || '_value', 'net_value')
),

costs as (
    select
        policy,
        value as cost_amount
    from policy_values
    where outcome = 'cost' and value > 0
),

-- What was spent is known; what it did is not.
costs_per_success as (
    select
        success_effects.policy,
        success_effects.goal,
        'cost_per_incremental_success' as measure,
        case
            when success_effects.difference > 0 then costs.cost_amount / success_effects.difference
        end as value,
        case when success_effects.upper > 0 then costs.cost_amount / success_effects.upper end
            as lower,
        case when success_effects.lower > 0 then costs.cost_amount / success_effects.lower end
            as upper,
        case
            when success_effects.upper <= 0 then 'The policy brings no success.'
            when success_effects.lower <= 0
                then 'It may bring no success at all: the cost of one has no upper limit.'
        end as remark
    from success_effects
    inner join costs
        on success_effects.policy = costs.policy
),

returns as (
    select
        differences.policy,
        'all' as goal,
        'return_on_investment' as measure,
        differences.difference / costs.cost_amount as value,
        differences.lower / costs.cost_amount as lower,
        differences.upper / costs.cost_amount as upper,
        cast(null as varchar) as remark
    from differences
    inner join costs
        on differences.policy = costs.policy
    where differences.outcome = 'net_value'
),

wasted_shares as (
    select
        policy,
        'all' as goal,
        'wasted_spend_rate' as measure,
        value,
        lower,
        upper,
        'Probability, by the uplift model, that an action earns less than it costs.' as remark
    from wasted
),

wasted_amounts as (
    select
        wasted.policy,
        'all' as goal,
        'wasted_spend_amount' as measure,
        wasted.value * cast(certificates.spend_amount as double) as value,
        wasted.lower * cast(certificates.spend_amount as double) as lower,
        wasted.upper * cast(certificates.spend_amount as double) as upper,
        'Of all that is spent today, within the same budget.' as remark
    from wasted
    inner join certificates
        on wasted.policy = certificates.policy
),

measured as (
    select * from levels
    union all
    select * from successes
    union all
    select * from effects
    union all
    select * from costs_per_success
    union all
    select * from returns
    union all
    select * from wasted_shares
    union all
    select * from wasted_amounts
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(goal as varchar) as goal,
        cast(measure as varchar) as measure,
        cast(value as double) as value,
        cast(lower as double) as lower,
        cast(upper as double) as upper,
        cast(remark as varchar) as remark
    from measured
)

select * from final
