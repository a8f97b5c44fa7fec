with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where role = 'exploration'
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
-- Explorers are an experiment of their own: each open action was as likely as any other.
final as (
    select
        'nba_exploration' as experiment_id,
        past_decisions.customer_id,
        past_decisions.as_of_date,
        past_decisions.action_id,
        1 / cast(past_decisions.open_action_count as double) as action_probability,
        retention_outcomes.value as retention_outcome,
        upsell_outcomes.value as upsell_outcome
    from past_decisions
    left join retention_outcomes
        on past_decisions.decision_id = retention_outcomes.decision_id
    left join upsell_outcomes
        on past_decisions.decision_id = upsell_outcomes.decision_id
    where retention_outcomes.value is not null or upsell_outcomes.value is not null
)

select * from final
