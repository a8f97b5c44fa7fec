with

nuisances as (
    select * from {{ ref('ml_uplift_nuisances') }}
),

final as (
    select
        cast(unit_id as varchar) as unit_id,
        cast(goal as varchar) as goal,
        cast(action_id as varchar) as action_id,
        cast(is_taken as boolean) as is_taken,
        cast(outcome as double) as outcome,
        cast(propensity as double) as propensity,
        cast(weight as double) as weight,
        cast(outcome_mean as double) as outcome_mean,
        cast(doubly_robust_score as double) as doubly_robust_score
    from nuisances
)

select * from final
