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

-- Interval of a proportion after Wilson (1927).
with_interval as (
    select
        *,
        (observed_rate + {{ z }} * {{ z }} / (2 * row_count))
        / (1 + {{ z }} * {{ z }} / row_count) as centre,
        {{ z }} * sqrt(
            observed_rate * (1 - observed_rate) / row_count
            + {{ z }} * {{ z }} / (4.0 * row_count * row_count)
        ) / (1 + {{ z }} * {{ z }} / row_count) as half_width
    from totals
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(decile as integer) as decile,
        cast(row_count as bigint) as row_count,
        cast(predicted_rate as double) as predicted_rate,
        cast(observed_rate as double) as observed_rate,
        cast(greatest(centre - half_width, 0) as double) as observed_lower,
        cast(least(centre + half_width, 1) as double) as observed_upper
    from with_interval
)

select * from final
