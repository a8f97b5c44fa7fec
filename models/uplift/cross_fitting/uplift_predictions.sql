with

out_of_fold as (
    select * from {{ ref('ml_uplift_out_of_fold') }}
),

final as (
    select
        cast(unit_id as varchar) as unit_id,
        cast(goal as varchar) as goal,
        cast(learner as varchar) as learner,
        cast(action_id as varchar) as action_id,
        cast(uplift as double) as uplift
    from out_of_fold
)

select * from final
