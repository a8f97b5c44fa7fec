with

estimates as (
    select * from {{ ref('ml_experiment_readout') }}
),

comparisons as (
    select * from {{ ref('int_experiment_comparisons_listed') }}
),

failed_checks as (
    select * from {{ ref('int_experiment_failures_listed') }}
),

final as (
    select
        cast(estimates.experiment_id as varchar) as experiment_id,
        cast(estimates.arm as varchar) as arm,
        cast(comparisons.control_arm as varchar) as control_arm,
        cast(estimates.metric as varchar) as metric,
        cast(estimates.method as varchar) as method,
        cast(comparisons.metric_type as varchar) as metric_type,
        cast(comparisons.role as varchar) as role,
        cast(comparisons.direction as varchar) as direction,
        cast(coalesce(comparisons.role = 'primary', false) as boolean) as is_primary,
        cast(coalesce(comparisons.role = 'guardrail', false) as boolean) as is_guardrail,
        -- The verdict reads what may be read on any day.
        cast(
            estimates.method = case
                when comparisons.has_covariate and comparisons.metric_type <> 'incremental_ratio'
                    then 'anytime_valid_cuped'
                else 'anytime_valid'
            end as boolean
        ) as is_verdict_method,
        cast(estimates.unit_count as bigint) as unit_count,
        cast(estimates.control_unit_count as bigint) as control_unit_count,
        {% for column in [
            'arm_value', 'control_value', 'estimate', 'standard_error', 'degrees_of_freedom',
            'statistic', 'lower', 'upper', 'simultaneous_lower', 'simultaneous_upper', 'p_value',
            'holm_p_value', 'benjamini_hochberg_p_value', 'relative_estimate', 'relative_lower',
            'relative_upper', 'removed_variance_rate',
        ] %}
        cast(estimates.{{ column }} as double) as {{ column }},
        {% endfor %}
        cast(comparisons.non_inferiority_margin as double) as non_inferiority_margin,
        cast(estimates.is_non_inferior as boolean) as is_non_inferior,
        cast(estimates.reason as varchar) as reason,
        cast(failed_checks.experiment_id is null as boolean) as is_trusted,
        cast(failed_checks.untrusted_reason as varchar) as untrusted_reason
    from estimates
    inner join comparisons
        on
            estimates.experiment_id = comparisons.experiment_id
            and estimates.arm = comparisons.arm
            and estimates.metric = comparisons.metric
    left join failed_checks
        on estimates.experiment_id = failed_checks.experiment_id
)

select * from final
