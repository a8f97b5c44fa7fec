with

nuisances as (
    select * from {{ ref('uplift_nuisances') }}
),

predictions as (
    select * from {{ ref('uplift_predictions') }}
),

propensity_ranks as (
    select * from {{ ref('int_propensity_units_ranked') }}
),

untreated as (
    select * from nuisances
    where action_id = 'do_nothing'
),

taken as (
    select
        unit_id,
        goal,
        action_id,
        weight / propensity as unit_weight
    from nuisances
    where is_taken
),

-- A constant effect ranks nobody; being estimated once per fold must not look as if it did.
-- The propensity policy ranks by success, which is judged as if it were an uplift.
rankings as (
    select
        unit_id,
        goal,
        learner,
        action_id,
        case when learner = 'constant_effect' then 0 else uplift end as uplift
    from predictions

    union all

    select
        unit_id,
        goal,
        'propensity' as learner,
        action_id,
        predicted_outcome as uplift
    from propensity_ranks
),

final as (
    select
        rankings.goal,
        rankings.learner,
        rankings.action_id,
        rankings.unit_id,
        rankings.uplift,
        nuisances.is_taken as is_treated,
        nuisances.is_taken or untreated.is_taken as is_compared,
        nuisances.outcome,
        cast(taken.unit_weight as decimal(38, 12)) as unit_weight,
        nuisances.doubly_robust_score - untreated.doubly_robust_score as score_difference
    from rankings
    inner join nuisances
        on
            rankings.unit_id = nuisances.unit_id
            and rankings.goal = nuisances.goal
            and rankings.action_id = nuisances.action_id
    inner join untreated
        on
            rankings.unit_id = untreated.unit_id
            and rankings.goal = untreated.goal
    inner join taken
        on
            rankings.unit_id = taken.unit_id
            and rankings.goal = taken.goal
)

select * from final
