with

outcomes as (
    select * from {{ ref('int_decision_outcomes_counted') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live
),

numbered as (
    select
        decision_id,
        customer_id,
        as_of_date,
        row_number() over (
            partition by customer_id order by as_of_date asc nulls last
        ) as decision_number
    from past_decisions
),

-- A sequence is known by its ends: with daily decisions, pairs of all of them would be many.
final as (
    select
        outcomes.decision_id,
        outcomes.metric,
        outcomes.customer_id,
        outcomes.as_of_date as decided_on,
        last_decisions.as_of_date as last_decided_on
    from outcomes
    inner join numbered
        on outcomes.decision_id = numbered.decision_id
    inner join numbered as last_decisions
        on
            numbered.customer_id = last_decisions.customer_id
            and numbered.decision_number + outcomes.later_decision_count
            = last_decisions.decision_number
    where outcomes.later_decision_count > 0
)

select * from final
