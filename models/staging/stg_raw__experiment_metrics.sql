with

source as (
    {{ raw_table('experiment_metrics') }}
),

final as (
    select
        experiment_id,
        metric,
        metric_type,
        numerator,
        denominator,
        numerator_covariate,
        denominator_covariate,
        direction,
        role,
        non_inferiority_margin,
        missing_value,
        winsor_lower_rate,
        winsor_upper_rate
    from source
)

select * from final
