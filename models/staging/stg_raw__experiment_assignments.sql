with

source as (
    {{ raw_table('experiment_assignments') }}
),

final as (
    select
        experiment_id,
        customer_id,
        assigned_at,
        arm,
        action_id,
        action_probability,
        stratum
    from source
)

select * from final
