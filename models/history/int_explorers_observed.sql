with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where role = 'exploration'
),

goals as (
    select * from {{ ref('int_decision_goals_observed') }}
),

-- Explorers are an experiment of their own: each open action was as likely as any other.
final as (
    select
        'nba_exploration' as experiment_id,
        past_decisions.customer_id,
        past_decisions.as_of_date,
        past_decisions.action_id,
        1 / cast(past_decisions.open_action_count as double) as action_probability,
        goals.retention_outcome,
        goals.upsell_outcome
    from past_decisions
    inner join goals
        on past_decisions.decision_id = goals.decision_id
    where goals.retention_outcome is not null or goals.upsell_outcome is not null
)

select * from final
