with

nuisances as (
    select * from {{ ref('uplift_nuisances') }}
),

propensity_scores as (
    select * from {{ ref('propensity_trial_scores') }}
),

propensity_rows as (
    select * from {{ ref('int_propensity_training_rows') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

actions_with_history as (
    select distinct action_id
    from propensity_rows
    where source = 'history'
),

-- Without a history the propensity model has seen these very units; the outcome model has not.
final as (
    select
        nuisances.unit_id,
        nuisances.goal,
        nuisances.action_id,
        case
            when actions_with_history.action_id is null then nuisances.outcome_mean
            else propensity_scores.success_probability * goal_outcomes.mean_success_outcome
        end as predicted_outcome
    from nuisances
    inner join actions
        on
            nuisances.action_id = actions.action_id
            and nuisances.goal = actions.goal
    inner join goal_outcomes
        on nuisances.goal = goal_outcomes.goal
    left join propensity_scores
        on
            nuisances.unit_id = propensity_scores.unit_id
            and nuisances.action_id = propensity_scores.action_id
    left join actions_with_history
        on nuisances.action_id = actions_with_history.action_id
)

select * from final
where predicted_outcome is not null
