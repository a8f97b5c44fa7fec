{% set warning_index = number_var('nba_retraining_stability_index') %}
{% set warning_rate = number_var('nba_drift_missing_rate') %}
{% set features = model_features(var('nba_features_model')) if execute else [] %}
{% set own_features = [] %}
{% for feature in features if feature.follows_decisions %}
    {% do own_features.append("'" ~ feature.name ~ "'") %}
{% endfor %}
-- depends_on: {{ ref(var('nba_features_model')) }}
with

measured as (
    select * from {{ ref('int_drift_statistics_measured') }}
),

tests as (
    select * from {{ ref('ml_drift_tests') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

joined as (
    select
        calendar.as_of_date,
        measured.*,
        tests.p_value,
        measured.today_missing_rate - measured.reference_missing_rate as missing_rate_change,
        -- What chance alone does to small samples is no drift.
        coalesce(tests.p_value < {{ number_var('nba_health_significance_level') }}, false)
            as is_significant
    from measured
    left join tests
        on
            measured.reference = tests.reference
            and measured.subject_type = tests.subject_type
            and measured.subject = tests.subject
    cross join calendar
),

-- Only what was the same on an earlier day can break: training rows are of customers whom somebody
-- chose, scores and actions follow models that are trained again, and how much is done with
-- customers follows what is decided.
judged as (
    select
        *,
        case
            when
                reference = 'stored' and subject_type = 'feature' and (
                    (reference_known_count > 0 and today_known_count = 0)
                    or missing_rate_change >= {{ number_var('nba_drift_critical_missing_rate') }}
                    or (
                        is_significant
                        and subject not in ({{ own_features | join(', ') or "''" }})
                        and stability_index >= {{ number_var('nba_drift_critical_index') }}
                    )
                )
                then 'critical'
            when
                missing_rate_change >= {{ warning_rate }}
                or (is_significant and stability_index >= {{ warning_index }})
                or new_category_rate >= {{ number_var('nba_drift_new_category_rate') }}
                then 'warning'
            else 'none'
        end as severity,
        case
            when reference = 'training' then 'those the uplift models learnt on'
            else 'the stored reference'
        end as compared_with
    from joined
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(reference as varchar) as reference,
        cast(subject_type as varchar) as subject_type,
        cast(subject as varchar) as subject,
        cast(case when is_numeric then 'kolmogorov_smirnov' else 'chi_square' end as varchar)
            as test_name,
        cast(reference_count as bigint) as reference_count,
        cast(today_count as bigint) as today_count,
        cast(stability_index as double) as stability_index,
        cast(statistic as double) as statistic,
        cast(p_value as double) as p_value,
        cast(reference_missing_rate as double) as reference_missing_rate,
        cast(today_missing_rate as double) as today_missing_rate,
        cast(new_category_count as bigint) as new_category_count,
        cast(new_category_rate as double) as new_category_rate,
        cast(severity as varchar) as severity,
        cast(
            case
                when severity = 'none' then null
                when reference_known_count > 0 and today_known_count = 0
                    then 'Nobody has a value today: see what became of the input it comes from.'
                when missing_rate_change >= {{ warning_rate }}
                    then
                        'It is missing for ' || {{ format_points('today_missing_rate') }}
                        || ' % of the customers, and for '
                        || {{ format_points('reference_missing_rate') }} || ' % of '
                        || compared_with || '.'
                when is_significant and stability_index >= {{ warning_index }}
                    then
                        'The customers of today differ from ' || compared_with
                        || ': stability index ' || {{ format_figure('stability_index', 3) }} || '.'
                else
                    'New: ' || new_category || case
                        when new_category_count > 1
                            then
                                ' and ' || cast(new_category_count - 1 as varchar) || ' more'
                        else ''
                    end || ', which ' || compared_with || ' had not.'
            end as varchar
        ) as sentence
    from judged
)

select * from final
