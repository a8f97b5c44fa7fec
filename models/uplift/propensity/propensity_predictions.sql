with

out_of_fold as (
    select * from {{ ref('ml_propensity_out_of_fold') }}
),

final as (
    select
        cast(training_row_id as varchar) as training_row_id,
        cast(action_id as varchar) as action_id,
        cast(fold as integer) as fold,
        cast(was_successful as boolean) as was_successful,
        cast(margin as double) as margin,
        cast(success_probability as double) as success_probability,
        cast(tree_count as integer) as tree_count
    from out_of_fold
)

select * from final
