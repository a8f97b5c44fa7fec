with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

outcomes as (
    select * from {{ ref('input_customer_outcomes') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

live_decisions as (
    select * from past_decisions
    where is_live
),

-- An outcome belongs to every decision in whose window it falls. Those that were made after a
-- decision, and before the outcome, are all in the outcome's reach as well.
in_window as (
    select
        live_decisions.decision_id,
        live_decisions.customer_id,
        live_decisions.as_of_date,
        live_decisions.policy,
        live_decisions.role,
        live_decisions.action_id,
        live_decisions.action_probability,
        live_decisions.stratum,
        outcomes.metric,
        outcomes.observed_at,
        outcomes.value,
        row_number() over (
            partition by outcomes.customer_id, outcomes.metric, outcomes.observed_at
            order by live_decisions.as_of_date desc nulls last
        ) - 1 as later_decision_count
    from live_decisions
    cross join calendar
    inner join outcomes
        on
            live_decisions.customer_id = outcomes.customer_id
            and cast(outcomes.observed_at as date) >= live_decisions.as_of_date
            and cast(outcomes.observed_at as date)
            < {{ add_days('live_decisions.as_of_date', var('nba_outcome_window_days')) }}
    where cast(outcomes.observed_at as date) < calendar.as_of_date
),

-- What was observed first is what the decision led to.
ranked as (
    select
        *,
        row_number() over (
            partition by decision_id, metric order by observed_at asc nulls last
        ) as observation_order
    from in_window
),

final as (
    select
        cast(decision_id as varchar) as decision_id,
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(policy as varchar) as policy,
        cast(role as varchar) as role,
        cast(action_id as varchar) as action_id,
        cast(action_probability as double) as action_probability,
        cast(stratum as varchar) as stratum,
        cast(metric as varchar) as metric,
        cast(observed_at as timestamp) as observed_at,
        cast(value as double) as value,
        cast(later_decision_count as integer) as later_decision_count
    from ranked
    where observation_order = 1
)

select * from final
