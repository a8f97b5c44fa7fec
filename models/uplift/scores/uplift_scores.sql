with

scores as (
    select * from {{ ref('ml_uplift_scores') }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(uplift as double) as uplift,
        cast(uplift_lower as double) as uplift_lower,
        cast(uplift_upper as double) as uplift_upper,
        cast(baseline_mean as double) as baseline_mean,
        cast(baseline_probability as double) as baseline_probability,
        cast(learner as varchar) as learner,
        cast(model_version as varchar) as model_version
    from scores
)

select * from final
