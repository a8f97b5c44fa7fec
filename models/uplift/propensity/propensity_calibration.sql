{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

predictions as (
    select * from {{ ref('propensity_predictions') }}
),

judged_rows as (
    select
        training_row_id,
        action_id,
        was_successful,
        success_probability
    from predictions

    union all

    select
        training_row_id,
        'all' as action_id,
        was_successful,
        success_probability
    from predictions
),

in_deciles as (
    select
        *,
        ntile(10) over (
            partition by action_id
            order by success_probability asc nulls last, training_row_id asc nulls last
        ) as decile
    from judged_rows
),

totals as (
    select
        action_id,
        decile,
        count(*) as row_count,
        {{ exact_mean('success_probability') }} as predicted_rate,
        sum(case when was_successful then 1 else 0 end) / cast(count(*) as double) as observed_rate
    from in_deciles
    group by action_id, decile
),

with_interval as (
    select
        *,
        {{ wilson_bounds('observed_rate', 'row_count', z) }}
    from totals
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(decile as integer) as decile,
        cast(row_count as bigint) as row_count,
        cast(predicted_rate as double) as predicted_rate,
        cast(observed_rate as double) as observed_rate,
        cast(wilson_lower as double) as observed_lower,
        cast(wilson_upper as double) as observed_upper
    from with_interval
)

select * from final
