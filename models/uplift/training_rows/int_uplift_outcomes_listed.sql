with

units as (
    select
        unit_id,
        experiment_id,
        customer_id,
        as_of_date
    from {{ ref('int_uplift_training_rows') }}
),

successes as (
    select * from {{ ref('int_experiment_successes_listed') }}
),

explorers as (
    select * from {{ ref('int_explorers_observed') }}
),

decision_goals as (
    select * from {{ ref('int_decision_goals_observed') }}
),

goal_values as (
    select * from {{ ref('int_goal_values_dated') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

outcomes as (
    select
        experiment_id,
        customer_id,
        goal,
        value as outcome
    from successes

    union all

    select
        explorers.experiment_id,
        explorers.customer_id,
        decision_goals.goal,
        decision_goals.outcome
    from explorers
    inner join decision_goals
        on explorers.decision_id = decision_goals.decision_id
),

final as (
    select
        units.unit_id,
        outcomes.goal,
        goals.goal_order,
        cast(outcomes.outcome as double) as outcome,
        goal_values.value_amount
    from units
    inner join outcomes
        on
            units.experiment_id = outcomes.experiment_id
            and units.customer_id = outcomes.customer_id
    inner join goals
        on outcomes.goal = goals.goal
    left join goal_values
        on
            units.customer_id = goal_values.customer_id
            and units.as_of_date = goal_values.as_of_date
            and outcomes.goal = goal_values.goal
    where outcomes.outcome is not null
)

select * from final
