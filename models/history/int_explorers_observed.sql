with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where role = 'exploration'
),

goal_outcomes as (
    select * from {{ ref('int_decision_goals_observed') }}
),

observed as (
    select distinct decision_id
    from goal_outcomes
),

-- Explorers are an experiment of their own. Logs of older versions drew evenly from what was open.
final as (
    select
        past_decisions.decision_id,
        'nba_exploration ' || cast(past_decisions.as_of_date as varchar) as experiment_id,
        past_decisions.customer_id,
        past_decisions.as_of_date,
        past_decisions.action_id,
        coalesce(
            past_decisions.explored_action_probability,
            1 / cast(past_decisions.open_action_count as double)
        ) as action_probability
    from past_decisions
    inner join observed
        on past_decisions.decision_id = observed.decision_id
)

select * from final
