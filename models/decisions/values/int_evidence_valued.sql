{% set quantile = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

evidence as (
    select * from {{ ref('action_evidence') }}
),

customer_goals as (
    select * from {{ ref('int_customer_goals_valued') }}
),

baselines as (
    select * from {{ ref('goal_baselines') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

uplift_values as (
    select * from {{ ref('int_uplift_valued') }}
),

-- Whom the log shows to respond more than the average counts for more, on the rung of the log.
joined as (
    select
        customer_goals.customer_id,
        evidence.action_id,
        evidence.rung,
        evidence.persuasion_rate,
        baselines.baseline_probability,
        evidence.basis = 'uplift_model' and uplift_values.uplift is not null as is_by_uplift_model,
        (1 - baselines.baseline_probability)
        * case
            when evidence.rung = 'observed'
                then
                    least(
                        coalesce(
                            propensity_scores.success_probability / evidence.log_success_rate, 1
                        ),
                        1 / evidence.persuasion_rate
                    )
            else 1
        end as persuadable_rate,
        sqrt(
            evidence.persuasion_rate * (1 - evidence.persuasion_rate)
            / (evidence.posterior_success_count + evidence.posterior_failure_count + 1)
        ) as persuasion_error,
        goal_outcomes.mean_success_outcome,
        case
            when customer_goals.is_at_stake
                then
                    coalesce(cast(customer_goals.value_amount as double), 0)
                    * goal_outcomes.mean_success_outcome
            else 0
        end as success_value_amount,
        uplift_values.uplift,
        uplift_values.uplift_lower,
        uplift_values.uplift_upper,
        uplift_values.success_probability,
        uplift_values.caused_value_amount,
        uplift_values.caused_value_error_amount
    from evidence
    inner join customer_goals
        on evidence.goal = customer_goals.goal
    inner join baselines
        on
            customer_goals.customer_id = baselines.customer_id
            and customer_goals.goal = baselines.goal
    inner join goal_outcomes
        on evidence.goal = goal_outcomes.goal
    left join propensity_scores
        on
            customer_goals.customer_id = propensity_scores.customer_id
            and evidence.action_id = propensity_scores.action_id
    left join uplift_values
        on
            customer_goals.customer_id = uplift_values.customer_id
            and evidence.action_id = uplift_values.action_id
),

rated as (
    select
        *,
        persuasion_rate * persuadable_rate as persuaded_rate,
        {{ quantile }} * persuasion_error * persuadable_rate as half_width
    from joined
),

final as (
    select
        customer_id,
        action_id,
        rung as evidence,
        persuadable_rate * success_value_amount as persuadable_value_amount,
        success_value_amount,
        baseline_probability,
        case when is_by_uplift_model then uplift else persuaded_rate * mean_success_outcome end
            as uplift,
        case
            when is_by_uplift_model then uplift_lower
            else greatest(persuaded_rate - half_width, 0) * mean_success_outcome
        end as uplift_lower,
        case
            when is_by_uplift_model then uplift_upper
            else
                least(persuaded_rate + half_width, 1 - baseline_probability) * mean_success_outcome
        end as uplift_upper,
        case
            when is_by_uplift_model then success_probability
            else baseline_probability + persuaded_rate
        end as success_probability,
        case
            when is_by_uplift_model then caused_value_amount
            else cast(persuaded_rate * success_value_amount as decimal(18, 4))
        end as caused_value_amount,
        case
            when is_by_uplift_model then caused_value_error_amount
            else persuasion_error * persuadable_rate * success_value_amount
        end as caused_value_error_amount
    from rated
)

select * from final
