with

estimates as (
    select * from {{ ref('ml_experiment_daily_readout') }}
),

failed_checks as (
    select * from {{ ref('int_experiment_failures_listed') }}
),

final as (
    select
        cast(estimates.experiment_id as varchar) as experiment_id,
        cast(estimates.arm as varchar) as arm,
        cast(estimates.metric as varchar) as metric,
        cast(estimates.method as varchar) as method,
        cast(estimates.observed_on as date) as observed_on,
        cast(estimates.unit_count as bigint) as unit_count,
        cast(estimates.control_unit_count as bigint) as control_unit_count,
        cast(estimates.estimate as double) as estimate,
        cast(estimates.standard_error as double) as standard_error,
        cast(estimates.lower as double) as lower,
        cast(estimates.upper as double) as upper,
        cast(estimates.p_value as double) as p_value,
        cast(estimates.reason as varchar) as reason,
        cast(failed_checks.experiment_id is null as boolean) as is_trusted
    from estimates
    left join failed_checks
        on estimates.experiment_id = failed_checks.experiment_id
)

select * from final
