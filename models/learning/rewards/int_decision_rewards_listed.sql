with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

goals as (
    select * from {{ ref('int_decision_goals_observed') }}
),

measured as (
    select
        past_decisions.decision_id as unit_id,
        past_decisions.customer_id,
        past_decisions.as_of_date,
        past_decisions.action_id,
        past_decisions.action_probability,
        past_decisions.stratum,
        cast(coalesce(past_decisions.retention_value_amount, 0) as double)
            as retention_value_amount,
        cast(coalesce(past_decisions.upsell_value_amount, 0) as double) as upsell_value_amount,
        cast(past_decisions.cost_amount as double) as cost_amount,
        goals.retention_outcome,
        goals.upsell_outcome,
        goals.satisfaction_outcome
    from past_decisions
    inner join goals
        on past_decisions.decision_id = goals.decision_id
    where
        past_decisions.is_live
        and (goals.retention_outcome is not null or goals.upsell_outcome is not null)
),

final as (
    select
        *,
        {{ revenue_amount(
            'retention_outcome', 'upsell_outcome', 'retention_value_amount', 'upsell_value_amount'
        ) }} as revenue_amount
    from measured
)

select * from final
