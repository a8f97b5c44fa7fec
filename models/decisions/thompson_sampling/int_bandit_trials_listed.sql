with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

decision_outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

success_metrics as (
    {% for goal in ['retention', 'upsell'] %}
    select
        '{{ goal }}' as goal,
        '{{ var('nba_success_metrics')[goal] }}' as metric
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

experiments as (
    select
        {{ customer_stratum(
            'trial_customers.churn_probability', 'trial_customers.customer_lifetime_value_amount',
            'trial_customers.tenure_days'
        ) }} as stratum,
        assignments.action_id,
        success_metrics.goal,
        cast(assignments.action_probability as double) as action_probability,
        outcomes.value as success
    from assignments
    inner join trial_customers
        on
            assignments.customer_id = trial_customers.customer_id
            and cast(assignments.assigned_at as date) = trial_customers.as_of_date
    inner join outcomes
        on
            assignments.experiment_id = outcomes.experiment_id
            and assignments.customer_id = outcomes.customer_id
    inner join success_metrics
        on outcomes.metric = success_metrics.metric
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
