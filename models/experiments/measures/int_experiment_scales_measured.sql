with

observations as (
    select * from {{ ref('int_experiment_observations_listed') }}
),

metrics as (
    select * from {{ ref('input_experiment_metrics') }}
),

measured as (
    select
        experiment_id,
        metric,
        count(*) as observation_count,
        max(greatest(abs(numerator), abs(coalesce(missing_value, 0)))) as largest_numerator,
        max(greatest(abs(denominator), abs(coalesce(missing_value, 0)))) as largest_denominator,
        max(abs(numerator_covariate)) as largest_numerator_covariate,
        max(abs(denominator_covariate)) as largest_denominator_covariate,
        {{ exact_mean('numerator_covariate') }} as average_numerator_covariate,
        {{ exact_mean('denominator_covariate') }} as average_denominator_covariate,
        sum(case when numerator not in (0, 1) then 1 else 0 end) as not_binary_count,
        sum(case when denominator < 0 then 1 else 0 end) as negative_denominator_count
    from observations
    group by experiment_id, metric
),

final as (
    select
        metrics.experiment_id,
        metrics.metric,
        cast(coalesce(measured.observation_count, 0) as bigint) as observation_count,
        {{ binary_scale('measured.largest_numerator') }} as y_scale,
        {{ binary_scale('measured.largest_denominator') }} as d_scale,
        {{ binary_scale('measured.largest_numerator_covariate') }} as x_scale,
        {{ binary_scale('measured.largest_denominator_covariate') }} as z_scale,
        measured.average_numerator_covariate,
        measured.average_denominator_covariate,
        cast(coalesce(measured.not_binary_count, 0) as bigint) as not_binary_count,
        cast(coalesce(measured.negative_denominator_count, 0) as bigint)
            as negative_denominator_count
    from metrics
    left join measured
        on
            metrics.experiment_id = measured.experiment_id
            and metrics.metric = measured.metric
)

select * from final
