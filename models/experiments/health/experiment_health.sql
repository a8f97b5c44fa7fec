with

checks as (
    select * from {{ ref('ml_experiment_health') }}
),

final as (
    select
        cast(experiment_id as varchar) as experiment_id,
        cast(check_name as varchar) as check_name,
        cast(arm as varchar) as arm,
        cast(subject as varchar) as subject,
        cast(statistic as double) as statistic,
        cast(degrees_of_freedom as double) as degrees_of_freedom,
        cast(p_value as double) as p_value,
        cast(has_passed as boolean) as has_passed,
        cast(detail as varchar) as detail
    from checks
)

select * from final
