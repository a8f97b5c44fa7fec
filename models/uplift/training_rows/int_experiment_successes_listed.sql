with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

final as (
    select
        assignments.experiment_id,
        assignments.customer_id,
        cast(assignments.assigned_at as date) as as_of_date,
        assignments.action_id,
        cast(assignments.action_probability as double) as action_probability,
        goals.goal,
        outcomes.value
    from assignments
    inner join outcomes
        on
            assignments.experiment_id = outcomes.experiment_id
            and assignments.customer_id = outcomes.customer_id
    inner join goals
        on outcomes.metric = goals.success_metric
)

select * from final
