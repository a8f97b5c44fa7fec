with

outcomes as (
    select * from {{ ref('int_decision_outcomes_counted') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live
),

final as (
    select
        outcomes.decision_id,
        outcomes.metric,
        outcomes.customer_id,
        later_decisions.decision_id as later_decision_id,
        later_decisions.as_of_date as later_decided_on,
        later_decisions.action_id as later_action_id,
        later_decisions.action_probability as later_action_probability,
        later_decisions.cost_amount as later_cost_amount
    from outcomes
    inner join past_decisions as later_decisions
        on
            outcomes.customer_id = later_decisions.customer_id
            and outcomes.as_of_date < later_decisions.as_of_date
            and cast(outcomes.observed_at as date) >= later_decisions.as_of_date
)

select * from final
