with

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

reference_sample as (
    select customer_id
    from {{ ref('int_customers_valued_listed') }}
    where is_reference
),

units as (
    select * from {{ ref('int_uplift_training_rows') }}
),

baselines as (
    select * from {{ ref('goal_baselines') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

champions as (
    select coalesce(bool_or(is_champion and learner <> 'propensity'), false) as is_uplift_model
    from {{ ref('learner_policy_values') }}
),

own_unit_counts as (
    select
        action_id,
        count(*) as unit_count
    from units
    group by action_id
),

unit_counts as (
    select * from own_unit_counts
    union all
    {{ inherited_evidence('own_unit_counts', ['action_id', 'unit_count']) }}
),

-- Customers of today at the average of what the learner says of them, in successes: what it adds to
-- the revenue is as many of them as would bring that.
averages as (
    select
        uplift_scores.action_id,
        {{ exact_mean('uplift_scores.uplift') }} / any_value(goal_outcomes.mean_success_outcome)
            as mean_uplift,
        {{ exact_mean('baselines.baseline_probability') }} as mean_baseline_probability,
        any_value(goal_outcomes.squared_coefficient_of_variation) as squared_variation
    from uplift_scores
    inner join reference_sample
        on uplift_scores.customer_id = reference_sample.customer_id
    inner join actions
        on
            uplift_scores.action_id = actions.action_id
            and uplift_scores.goal = actions.goal
    inner join baselines
        on
            uplift_scores.customer_id = baselines.customer_id
            and uplift_scores.goal = baselines.goal
    inner join goal_outcomes
        on uplift_scores.goal = goal_outcomes.goal
    group by uplift_scores.action_id
),

described as (
    select
        averages.action_id,
        champions.is_uplift_model,
        treated.unit_count,
        coalesce(control.unit_count, 0) as control_unit_count,
        averages.mean_uplift,
        1 - averages.mean_baseline_probability as at_risk_rate,
        averages.squared_variation,
        averages.mean_baseline_probability as control_rate,
        least(greatest(averages.mean_baseline_probability + averages.mean_uplift, 0), 1)
            as treated_rate
    from averages
    cross join champions
    inner join unit_counts as treated
        on averages.action_id = treated.action_id
    left join unit_counts as control
        on control.action_id = 'do_nothing'
),

final as (
    select
        action_id,
        is_uplift_model,
        unit_count,
        control_unit_count,
        at_risk_rate,
        least(greatest(coalesce(mean_uplift / nullif(at_risk_rate, 0), 0), 0), 1)
            as persuasion_rate,
        -- Successes that bring more or less than others make their sum the less sure.
        treated_rate * (1 - treated_rate + squared_variation) / unit_count
        + control_rate * (1 - control_rate + squared_variation) / nullif(control_unit_count, 0)
            as effect_variance
    from described
)

select * from final
