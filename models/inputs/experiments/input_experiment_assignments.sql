-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_experiment_assignments_checked') }}
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
    from checked
    where rejection_rule is null
)

select * from final
