{{ config(materialized='view') }}

with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

goal_values as (
    select * from {{ ref('int_goal_values_dated') }}
),

action_costs as (
    select
        assignments.experiment_id,
        assignments.customer_id,
        cast(assignments.assigned_at as date) as observed_on,
        cast(actions.unit_cost_amount as double) as cost_amount
    from assignments
    inner join actions
        on assignments.action_id = actions.action_id
),

-- A success is worth what the customer's value says, once it is observed.
success_values as (
    select
        outcomes.experiment_id,
        outcomes.customer_id,
        max(cast(outcomes.observed_at as date)) as observed_on,
        sum(cast(outcomes.value as decimal(38, 6)) * goal_values.value_amount)
            as success_value_amount
    from outcomes
    inner join assignments
        on
            outcomes.experiment_id = assignments.experiment_id
            and outcomes.customer_id = assignments.customer_id
    inner join goals
        on outcomes.metric = goals.success_metric
    inner join goal_values
        on
            assignments.customer_id = goal_values.customer_id
            and cast(assignments.assigned_at as date) = goal_values.as_of_date
            and goals.goal = goal_values.goal
    group by outcomes.experiment_id, outcomes.customer_id
),

final as (
    select
        experiment_id,
        customer_id,
        metric as measure,
        cast(observed_at as date) as observed_on,
        value
    from outcomes

    union all

    select
        experiment_id,
        customer_id,
        'nba_action_cost_amount' as measure,
        observed_on,
        cost_amount as value
    from action_costs

    union all

    select
        experiment_id,
        customer_id,
        'nba_success_value_amount' as measure,
        observed_on,
        cast(success_value_amount as double) as value
    from success_values
    where success_value_amount is not null

    union all

    select
        success_values.experiment_id,
        success_values.customer_id,
        'nba_net_value_amount' as measure,
        success_values.observed_on,
        cast(success_values.success_value_amount as double) - action_costs.cost_amount as value
    from success_values
    inner join action_costs
        on
            success_values.experiment_id = action_costs.experiment_id
            and success_values.customer_id = action_costs.customer_id
    where success_values.success_value_amount is not null
)

select * from final
