with

successes as (
    select * from {{ ref('int_experiment_successes_listed') }}
),

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

decision_outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

success_metrics as (
    {{ success_metrics() }}
),

experiments as (
    select
        {{ customer_stratum(
            'trial_customers.churn_probability', 'trial_customers.customer_lifetime_value_amount',
            'trial_customers.tenure_days'
        ) }} as stratum,
        successes.action_id,
        successes.goal,
        successes.action_probability,
        successes.value as success
    from successes
    inner join trial_customers
        on
            successes.customer_id = trial_customers.customer_id
            and successes.as_of_date = trial_customers.as_of_date
),

decisions as (
    select
        decision_outcomes.stratum,
        decision_outcomes.action_id,
        success_metrics.goal,
        decision_outcomes.action_probability,
        decision_outcomes.value as success
    from decision_outcomes
    inner join success_metrics
        on decision_outcomes.metric = success_metrics.metric
),

final as (
    select * from experiments
    union all
    select * from decisions
)

select * from final
where success in (0, 1) and action_probability > 0
