with

source as (
    {{ raw_table('experiment_arms') }}
),

final as (
    select
        experiment_id,
        arm,
        is_control,
        allocation_weight
    from source
)

select * from final
