-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_experiment_metrics_checked') }}
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
    from checked
    where rejection_rule is null
)

select * from final
