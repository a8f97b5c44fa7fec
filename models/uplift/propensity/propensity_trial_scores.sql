with

trial_scores as (
    select * from {{ ref('ml_propensity_trial_scores') }}
),

final as (
    select
        cast(customer_id as varchar) as unit_id,
        cast(action_id as varchar) as action_id,
        cast(success_probability as double) as success_probability
    from trial_scores
)

select * from final
