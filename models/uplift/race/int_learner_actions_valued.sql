with

goal_values as (
    select
        unit_id,
        goal,
        cast(coalesce(value_amount, 0) as double) as goal_value_amount
    from {{ ref('int_uplift_outcomes_listed') }}
),

nuisances as (
    select * from {{ ref('uplift_nuisances') }}
),

predictions as (
    select * from {{ ref('uplift_predictions') }}
),

propensity_ranks as (
    select * from {{ ref('int_propensity_units_ranked') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

untreated_scores as (
    select
        unit_id,
        goal,
        doubly_robust_score
    from nuisances
    where action_id = 'do_nothing'
),

-- What each action is worth to the unit by its doubly robust scores, over all goals.
judged_actions as (
    select
        nuisances.unit_id,
        nuisances.action_id,
        sum(
            (nuisances.doubly_robust_score - untreated_scores.doubly_robust_score)
            * goal_values.goal_value_amount
        ) - any_value(cast(actions.unit_cost_amount as double)) as judged_value_amount,
        any_value(actions.unit_cost_amount) as cost_amount,
        any_value(actions.catalogue_order) as catalogue_order
    from nuisances
    inner join untreated_scores
        on
            nuisances.unit_id = untreated_scores.unit_id
            and nuisances.goal = untreated_scores.goal
    inner join goal_values
        on
            nuisances.unit_id = goal_values.unit_id
            and nuisances.goal = goal_values.goal
    inner join actions
        on nuisances.action_id = actions.action_id
    where nuisances.action_id <> 'do_nothing' and actions.is_enabled
    group by nuisances.unit_id, nuisances.action_id
    -- What a unit could hardly have got tells nothing about what it does to such units.
    having min(nuisances.propensity) >= {{ var('nba_minimum_propensity') }}
),

uplift_values as (
    select
        predictions.learner,
        predictions.unit_id,
        predictions.action_id,
        sum(predictions.uplift * goal_values.goal_value_amount) as predicted_value_amount
    from predictions
    inner join goal_values
        on
            predictions.unit_id = goal_values.unit_id
            and predictions.goal = goal_values.goal
    group by predictions.learner, predictions.unit_id, predictions.action_id
),

propensity_values as (
    select
        'propensity' as learner,
        propensity_ranks.unit_id,
        propensity_ranks.action_id,
        propensity_ranks.predicted_outcome * goal_values.goal_value_amount
            as predicted_value_amount
    from propensity_ranks
    inner join goal_values
        on
            propensity_ranks.unit_id = goal_values.unit_id
            and propensity_ranks.goal = goal_values.goal
),

all_values as (
    select * from uplift_values
    union all
    select * from propensity_values
),

valued as (
    select
        all_values.learner,
        all_values.unit_id,
        all_values.action_id,
        judged_actions.catalogue_order,
        judged_actions.cost_amount,
        cast(
            all_values.predicted_value_amount - cast(judged_actions.cost_amount as double)
            as decimal(18, 4)
        ) as value_amount,
        cast(judged_actions.judged_value_amount as decimal(18, 4)) as judged_value_amount
    from all_values
    inner join judged_actions
        on
            all_values.unit_id = judged_actions.unit_id
            and all_values.action_id = judged_actions.action_id
),

do_nothing as (
    select distinct
        valued.learner,
        valued.unit_id,
        'do_nothing' as action_id,
        0 as catalogue_order,
        cast(0 as decimal(18, 4)) as cost_amount,
        cast(0 as decimal(18, 4)) as value_amount,
        cast(0 as decimal(18, 4)) as judged_value_amount
    from valued
),

final as (
    select * from valued
    union all
    select * from do_nothing
)

select * from final
