with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

{% for goal in ['retention', 'upsell'] %}
{{ goal }}_outcomes as (
    select
        decision_id,
        value
    from outcomes
    where metric = '{{ var('nba_success_metrics')[goal] }}'
),

{% endfor %}
satisfaction_outcomes as (
    select
        decision_id,
        value
    from outcomes
    where metric = '{{ var('nba_satisfaction_metric') }}'
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
        retention_outcomes.value as retention_outcome,
        upsell_outcomes.value as upsell_outcome,
        satisfaction_outcomes.value as satisfaction_outcome
    from past_decisions
    left join retention_outcomes
        on past_decisions.decision_id = retention_outcomes.decision_id
    left join upsell_outcomes
        on past_decisions.decision_id = upsell_outcomes.decision_id
    left join satisfaction_outcomes
        on past_decisions.decision_id = satisfaction_outcomes.decision_id
    where
        past_decisions.is_live
        and (retention_outcomes.value is not null or upsell_outcomes.value is not null)
),

final as (
    select
        *,
        coalesce(retention_outcome * retention_value_amount, 0)
        + coalesce(upsell_outcome * upsell_value_amount, 0) as revenue_amount
    from measured
)

select * from final
