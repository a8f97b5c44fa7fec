with

outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

final as (
    select
        outcomes.decision_id,
        goals.goal,
        outcomes.value as outcome
    from outcomes
    inner join goals
        on outcomes.metric = goals.success_metric
)

select * from final
