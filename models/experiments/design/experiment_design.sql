with

listed as (
    select * from {{ ref('int_experiment_designs_listed') }}
),

computed as (
    select * from {{ ref('ml_experiment_design') }}
),

final as (
    select
        cast(listed.experiment_id as varchar) as experiment_id,
        cast(listed.arm as varchar) as arm,
        cast(listed.control_arm as varchar) as control_arm,
        cast(listed.experiment_name as varchar) as experiment_name,
        cast(listed.starts_on as date) as starts_on,
        cast(listed.ends_on as date) as ends_on,
        cast(listed.baseline_value as double) as baseline_value,
        cast(listed.baseline_standard_deviation as double) as baseline_standard_deviation,
        cast(listed.minimum_detectable_effect as double) as minimum_detectable_effect,
        cast(computed.comparison_significance_level as double) as comparison_significance_level,
        cast(listed.power as double) as power,
        cast(listed.allocation_weight / listed.total_allocation_weight as double)
            as allocation_rate,
        cast(computed.exact_unit_count as double) as exact_unit_count,
        cast(computed.required_unit_count as bigint) as required_unit_count,
        cast(computed.required_control_unit_count as bigint) as required_control_unit_count,
        cast(computed.required_total_unit_count as bigint) as required_total_unit_count,
        cast(listed.weekly_eligible_count as double) as weekly_eligible_count,
        cast(computed.duration_weeks as bigint) as duration_weeks,
        cast(listed.unit_count as bigint) as unit_count,
        cast(listed.control_unit_count as bigint) as control_unit_count,
        cast(computed.detectable_effect as double) as detectable_effect,
        cast(computed.current_power as double) as current_power,
        cast(computed.reason as varchar) as reason
    from listed
    inner join computed
        on
            listed.experiment_id = computed.experiment_id
            and listed.arm = computed.arm
)

select * from final
