with

estimates as (
    select * from {{ ref('ml_experiment_segment_readout') }}
),

failed_checks as (
    select * from {{ ref('int_experiment_failures_listed') }}
),

final as (
    select
        cast(estimates.experiment_id as varchar) as experiment_id,
        cast(estimates.arm as varchar) as arm,
        cast(estimates.metric as varchar) as metric,
        cast(estimates.dimension as varchar) as dimension,
        cast(estimates.segment as varchar) as segment,
        cast(estimates.method as varchar) as method,
        cast(estimates.unit_count as bigint) as unit_count,
        cast(estimates.control_unit_count as bigint) as control_unit_count,
        {% for column in [
            'arm_value', 'control_value', 'estimate', 'standard_error', 'lower', 'upper',
            'p_value', 'holm_p_value', 'heterogeneity_statistic', 'heterogeneity_p_value',
        ] %}
        cast(estimates.{{ column }} as double) as {{ column }},
        {% endfor %}
        cast(estimates.reason as varchar) as reason,
        cast(failed_checks.experiment_id is null as boolean) as is_trusted
    from estimates
    left join failed_checks
        on estimates.experiment_id = failed_checks.experiment_id
)

select * from final
