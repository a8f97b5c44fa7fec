with

source as (
    {{ raw_table('experiments') }}
),

final as (
    select
        experiment_id,
        experiment_name,
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
    from source
)

select * from final
