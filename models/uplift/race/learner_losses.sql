with

nuisances as (
    select * from {{ ref('uplift_nuisances') }}
),

predictions as (
    select * from {{ ref('uplift_predictions') }}
),

goal_values as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

untreated as (
    select * from nuisances
    where action_id = 'do_nothing'
),

-- Each action against doing nothing, on the units that got one of both.
compared as (
    select
        nuisances.unit_id,
        nuisances.goal,
        nuisances.action_id,
        nuisances.is_taken,
        nuisances.weight,
        nuisances.outcome,
        nuisances.outcome_mean,
        untreated.outcome_mean as untreated_mean,
        nuisances.propensity / (nuisances.propensity + untreated.propensity) as treated_share
    from nuisances
    inner join untreated
        on
            nuisances.unit_id = untreated.unit_id
            and nuisances.goal = untreated.goal
    where
        nuisances.action_id <> 'do_nothing'
        and (nuisances.is_taken or untreated.is_taken)
),

-- What is left of outcome and treatment once what was to be expected of the unit is taken off.
residuals as (
    select
        unit_id,
        goal,
        action_id,
        weight,
        outcome
        - treated_share * outcome_mean
        - (1 - treated_share) * untreated_mean as outcome_residual,
        case when is_taken then 1 else 0 end - treated_share as treatment_residual
    from compared
),

no_effects as (
    select
        goal,
        {{ exact_mean('weight * outcome_residual * outcome_residual') }} as no_effect_loss
    from residuals
    group by goal
),

worths as (
    select
        goal,
        {{ exact_mean('cast(coalesce(value_amount, 0) as double) * coalesce(value_amount, 0)') }}
            as mean_square_value
    from goal_values
    group by goal
),

-- An error costs the more the more the goal is worth.
weights as (
    select
        no_effects.goal,
        no_effects.no_effect_loss,
        no_effects.no_effect_loss * worths.mean_square_value
        / nullif(sum(no_effects.no_effect_loss * worths.mean_square_value) over (), 0)
            as goal_weight
    from no_effects
    inner join worths
        on no_effects.goal = worths.goal
),

-- The R-loss of Nie and Wager (2021), equation 4, of uplifts that have not seen the unit.
unit_losses as (
    select
        predictions.goal,
        predictions.learner,
        residuals.weight
        * power(residuals.outcome_residual - residuals.treatment_residual * predictions.uplift, 2)
            as loss
    from predictions
    inner join residuals
        on
            predictions.unit_id = residuals.unit_id
            and predictions.goal = residuals.goal
            and predictions.action_id = residuals.action_id
),

losses as (
    select
        goal,
        learner,
        count(*) as comparison_count,
        {{ exact_mean('loss') }} as mean_loss
    from unit_losses
    group by goal, learner
),

final as (
    select
        cast(losses.goal as varchar) as goal,
        cast(losses.learner as varchar) as learner,
        cast(losses.comparison_count as bigint) as comparison_count,
        cast(losses.mean_loss / nullif(weights.no_effect_loss, 0) as double) as relative_loss,
        cast(coalesce(weights.goal_weight, 0) as double) as goal_weight
    from losses
    inner join weights
        on losses.goal = weights.goal
)

select * from final
