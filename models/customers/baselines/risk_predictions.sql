with

out_of_fold as (
    select * from {{ ref('ml_goal_risk_out_of_fold') }}
),

final as (
    select
        cast(training_row_id as varchar) as training_row_id,
        cast(goal as varchar) as goal,
        cast(fold as integer) as fold,
        cast(was_reached as boolean) as was_reached,
        cast(margin as double) as margin,
        cast(baseline_probability as double) as baseline_probability,
        cast(tree_count as integer) as tree_count,
        cast(weight as double) as weight
    from out_of_fold
)

select * from final
