{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

judged as (
    select * from {{ ref('int_risk_predictions_judged') }}
),

in_deciles as (
    select
        *,
        ntile(10) over (
            partition by goal, source, judged_rows
            order by baseline_probability asc nulls last, training_row_id asc nulls last
        ) as decile
    from judged
),

totals as (
    select
        goal,
        source,
        judged_rows,
        decile,
        count(*) as row_count,
        {{ exact_sum('weight * baseline_probability') }} / {{ exact_sum('weight') }}
            as predicted_rate,
        {{ exact_sum('case when was_reached then weight else 0 end') }}
        / {{ exact_sum('weight') }} as observed_rate,
        -- Rows of equal weight that would tell as much (Kish, 1965).
        {{ exact_sum('weight') }} * {{ exact_sum('weight') }}
        / {{ exact_sum('weight * weight') }} as effective_row_count
    from in_deciles
    group by goal, source, judged_rows, decile
),

with_interval as (
    select
        *,
        {{ wilson_bounds('observed_rate', 'effective_row_count', z) }}
    from totals
),

final as (
    select
        cast(goal as varchar) as goal,
        cast(source as varchar) as source,
        cast(judged_rows as varchar) as judged_rows,
        cast(decile as integer) as decile,
        cast(row_count as bigint) as row_count,
        cast(predicted_rate as double) as predicted_rate,
        cast(observed_rate as double) as observed_rate,
        cast(wilson_lower as double) as observed_lower,
        cast(wilson_upper as double) as observed_upper
    from with_interval
)

select * from final
