with

outcomes as (
    select * from {{ ref('int_decision_outcomes_counted') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

final as (
    select
        outcomes.decision_id,
        goals.goal,
        outcomes.metric,
        outcomes.value as outcome,
        outcomes.later_decision_count
    from outcomes
    inner join goals
        on outcomes.metric = goals.success_metric
)

select * from final
