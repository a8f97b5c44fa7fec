-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_experiment_arms_checked') }}
),

final as (
    select
        experiment_id,
        arm,
        is_control,
        allocation_weight
    from checked
    where rejection_rule is null
)

select * from final
