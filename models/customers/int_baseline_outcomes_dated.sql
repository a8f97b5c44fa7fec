{#- Past outcomes, and days before them to describe customers by. -#}
with

goals as (
    select * from {{ ref('int_goal_metrics_listed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

subscription_outcomes as (
    select * from {{ ref('int_subscription_outcomes_observed') }}
),

customer_outcomes as (
    select * from {{ ref('input_customer_outcomes') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

experiment_outcomes as (
    select * from {{ ref('input_outcomes') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

lead_times as (
    {% for days in list_var('nba_risk_lead_days') %}
    select {{ days }} as lead_days
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

observed as (
    select
        goals.goal,
        subscription_outcomes.customer_id,
        subscription_outcomes.observed_on,
        subscription_outcomes.value > 0 as was_reached,
        subscription_outcomes.customer_from,
        subscription_outcomes.customer_until
    from subscription_outcomes
    inner join goals
        on goals.is_continuing

    union all

    select
        goals.goal,
        customer_outcomes.customer_id,
        cast(customer_outcomes.observed_at as date) as observed_on,
        max(customer_outcomes.value) > 0 as was_reached,
        cast(null as date) as customer_from,
        cast(null as date) as customer_until
    from customer_outcomes
    inner join goals
        on customer_outcomes.metric = goals.baseline_metric
    cross join calendar
    where
        cast(customer_outcomes.observed_at as date) < calendar.as_of_date
        and cast(customer_outcomes.observed_at as date)
        >= {{ add_days('calendar.as_of_date', -number_var('nba_risk_history_days')) }}
    group by
        goals.goal,
        customer_outcomes.customer_id,
        cast(customer_outcomes.observed_at as date)
),

-- Drawn by hash, so that the same outcomes are learnt from whatever else there is.
ranked as (
    select
        *,
        row_number() over (
            partition by goal
            order by
                md5(customer_id || '|' || observed_on) asc nulls last,
                customer_id asc nulls last
        ) as draw
    from observed
),

-- Whole weeks before the as-of date, so that weekly figures are as old as they are today.
days_before as (
    select
        ranked.*,
        {{ add_days(
            'calendar.as_of_date',
            '-7 * cast(ceil((' ~ days_between('ranked.observed_on', 'calendar.as_of_date')
            ~ ' + lead_times.lead_days) / 7.0) as integer)'
        ) }} as as_of_date
    from ranked
    cross join lead_times
    cross join calendar
    where ranked.draw <= {{ number_var('nba_risk_outcome_limit') }}
),

-- Only who was a customer then could go on or not.
described as (
    select
        goal,
        customer_id,
        observed_on,
        was_reached,
        as_of_date
    from days_before
    where
        (customer_from is null or customer_from < as_of_date)
        and (customer_until is null or customer_until > as_of_date)
),

treatments as (
    select
        assignments.customer_id,
        cast(assignments.assigned_at as date) as treated_on,
        {{ add_days(
            'cast(assignments.assigned_at as date)', number_var('nba_outcome_window_days')
        ) }} as works_until
    from assignments
    inner join actions
        on assignments.action_id = actions.action_id
    where actions.goal <> 'none'
),

-- What the company did before the day is among the features; what it did since is not.
contacts as (
    select
        action_history.customer_id,
        cast(action_history.performed_at as date) as treated_on
    from action_history
    inner join actions
        on action_history.action_id = actions.action_id
    where actions.goal <> 'none'
),

judged as (
    select
        described.*,
        exists (
            select 1
            from treatments
            where
                treatments.customer_id = described.customer_id
                and treatments.treated_on <= described.observed_on
                and treatments.works_until >= described.observed_on
        )
        or exists (
            select 1
            from contacts
            where
                contacts.customer_id = described.customer_id
                and contacts.treated_on >= described.as_of_date
                and contacts.treated_on <= described.observed_on
        ) as was_treated
    from described
),

-- Of experiments as many units as the uplift learners see.
drawn_units as (
    select *
    from assignments
    qualify
        row_number() over (order by md5(customer_id || experiment_id) asc nulls last)
        <= {{ number_var('nba_uplift_unit_limit') | int }}
),

-- As they were when their action was drawn.
units as (
    select
        goals.goal,
        drawn_units.customer_id,
        cast(drawn_units.assigned_at as date) as as_of_date,
        max(cast(experiment_outcomes.observed_at as date)) as observed_on,
        bool_or(experiment_outcomes.value > 0) as was_reached,
        bool_or(actions.goal <> 'none') as was_treated
    from drawn_units
    inner join actions
        on drawn_units.action_id = actions.action_id
    inner join experiment_outcomes
        on
            drawn_units.experiment_id = experiment_outcomes.experiment_id
            and drawn_units.customer_id = experiment_outcomes.customer_id
    inner join goals
        on experiment_outcomes.metric = goals.baseline_metric
    group by goals.goal, drawn_units.customer_id, cast(drawn_units.assigned_at as date)
),

all_outcomes as (
    select
        goal,
        customer_id,
        as_of_date,
        observed_on,
        was_reached,
        was_treated
    from judged

    union all

    select
        goal,
        customer_id,
        as_of_date,
        observed_on,
        was_reached,
        was_treated
    from units
),

final as (
    select
        goal,
        customer_id,
        as_of_date,
        observed_on,
        bool_or(was_reached) as was_reached,
        -- By an action that the features do not know of.
        bool_or(was_treated) as was_treated
    from all_outcomes
    group by goal, customer_id, as_of_date, observed_on
)

select * from final
