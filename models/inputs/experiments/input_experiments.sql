-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_experiments_checked') }}
),

final as (
    select
        experiment_id,
        coalesce(experiment_name, experiment_id) as experiment_name,
        starts_on,
        ends_on,
        exclusion_group,
        traffic_rate,
        baseline_value,
        baseline_standard_deviation,
        minimum_detectable_effect,
        significance_level,
        power,
        weekly_eligible_count
    from checked
    where rejection_rule is null
)

select * from final
