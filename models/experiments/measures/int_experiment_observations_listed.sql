with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

metrics as (
    select * from {{ ref('input_experiment_metrics') }}
),

measures as (
    select * from {{ ref('int_experiment_measures_collected') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

measured as (
    select
        assignments.experiment_id,
        assignments.arm,
        metrics.metric,
        assignments.customer_id,
        coalesce(assignments.stratum, 'all') as stratum,
        cast(assignments.assigned_at as date) as assigned_on,
        greatest(numerators.observed_on, denominators.observed_on) as observed_on,
        coalesce(numerators.value, metrics.missing_value) as numerator,
        case
            when metrics.denominator is not null
                then coalesce(denominators.value, metrics.missing_value)
        end as denominator,
        {{ numeric_feature_value('metrics.numerator_covariate', 'features') }}
            as numerator_covariate,
        {{ numeric_feature_value('metrics.denominator_covariate', 'features') }}
            as denominator_covariate,
        metrics.denominator is not null as has_denominator,
        metrics.missing_value,
        metrics.winsor_lower_rate,
        metrics.winsor_upper_rate
    from assignments
    inner join metrics
        on assignments.experiment_id = metrics.experiment_id
    left join features -- noqa: ST11
        on
            assignments.customer_id = features.customer_id
            and cast(assignments.assigned_at as date) = features.as_of_date
    left join measures as numerators
        on
            assignments.experiment_id = numerators.experiment_id
            and assignments.customer_id = numerators.customer_id
            and metrics.numerator = numerators.measure
    left join measures as denominators
        on
            assignments.experiment_id = denominators.experiment_id
            and assignments.customer_id = denominators.customer_id
            and metrics.denominator = denominators.measure
),

observed as (
    select *
    from measured
    where numerator is not null and (not has_denominator or denominator is not null)
),

ranked as (
    select
        experiment_id,
        metric,
        numerator,
        winsor_lower_rate,
        winsor_upper_rate,
        row_number() over same_metric as value_rank,
        count(*) over (partition by experiment_id, metric) as value_count
    from observed
    where winsor_lower_rate is not null or winsor_upper_rate is not null
    window same_metric as (
        partition by experiment_id, metric order by numerator asc nulls last
    )
),

-- The quantile is the value of the nearest rank inside.
winsor_bounds as (
    select
        experiment_id,
        metric,
        min(case when value_rank > winsor_lower_rate * value_count then numerator end)
            as lower_bound,
        {{ nearest_rank_quantile('numerator', 'value_rank', 'value_count', 'winsor_upper_rate') }}
            as upper_bound
    from ranked
    group by experiment_id, metric
),

final as (
    select
        observed.experiment_id,
        observed.arm,
        observed.metric,
        observed.customer_id,
        observed.stratum,
        coalesce(observed.observed_on, observed.assigned_on) as entered_on,
        -- Until the value came, the unit counted with the value of the missing.
        case
            when observed.missing_value is not null and observed.observed_on is not null
                then observed.assigned_on
        end as filled_on,
        observed.missing_value,
        least(
            greatest(
                observed.numerator, coalesce(winsor_bounds.lower_bound, observed.numerator)
            ),
            coalesce(winsor_bounds.upper_bound, observed.numerator)
        ) as numerator,
        observed.denominator,
        observed.numerator_covariate,
        observed.denominator_covariate
    from observed
    left join winsor_bounds
        on
            observed.experiment_id = winsor_bounds.experiment_id
            and observed.metric = winsor_bounds.metric
)

select * from final
