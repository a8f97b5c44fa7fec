with

successes as (
    select * from {{ ref('int_experiment_successes_listed') }}
),

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

decision_outcomes as (
    select * from {{ ref('int_decision_outcomes_counted') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

actions as (
    select * from {{ ref('input_actions') }}
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
        successes.value,
        cast(null as integer) as later_decision_count
    from successes
    inner join trial_customers
        on
            successes.customer_id = trial_customers.customer_id
            and successes.as_of_date = trial_customers.as_of_date
),

-- Those to whom nothing but doing nothing was open tell nothing of doing nothing to others.
decisions as (
    select
        decision_outcomes.stratum,
        decision_outcomes.action_id,
        goals.goal,
        decision_outcomes.action_probability,
        decision_outcomes.value,
        decision_outcomes.later_decision_count
    from decision_outcomes
    inner join goals
        on decision_outcomes.metric = goals.success_metric
    inner join past_decisions
        on decision_outcomes.decision_id = past_decisions.decision_id
    where past_decisions.open_action_count > 1
),

trials as (
    select * from experiments
    union all
    select * from decisions
),

-- Whether a trial succeeded, whatever the metric counts.
judged as (
    select
        stratum,
        action_id,
        goal,
        action_probability,
        case when value > 0 then 1 else 0 end as success,
        later_decision_count
    from trials
    where value is not null and action_probability > 0
),

-- A treatment that nobody was given so far is judged by the trials of its action.
final as (
    select * from judged
    union all
    {{ inherited_evidence(
        'judged',
        ['stratum', 'action_id', 'goal', 'action_probability', 'success', 'later_decision_count']
    ) }}
)

select * from final
