{% macro stability_indices(before, today) -%}
deciles as (
    select
        model_group,
        measure,
        value,
        ntile(10) over (partition by model_group, measure order by value asc nulls last) as decile
    from {{ before }}
    where value is not null
),

-- Deciles that end in the same value are one: counts have few values.
upper_values as (
    select distinct
        model_group,
        measure,
        max(value) as upper_value
    from deciles
    group by model_group, measure, decile
),

-- Everything above the last bound but one is in the last part.
bounds as (
    select
        model_group,
        measure,
        upper_value,
        lag(upper_value) over same_measure as lower_value,
        lead(upper_value) over same_measure is null as is_last
    from upper_values
    window same_measure as (
        partition by model_group, measure order by upper_value asc nulls last
    )
),

both_populations as (
    select
        model_group,
        measure,
        value,
        1 as is_before
    from {{ before }}
    where value is not null

    union all

    select
        model_group,
        measure,
        value,
        0 as is_before
    from {{ today }}
    where value is not null
),

part_counts as (
    select
        bounds.model_group,
        bounds.measure,
        bounds.upper_value,
        sum(both_populations.is_before) as before_count,
        sum(1 - both_populations.is_before) as today_count
    from bounds
    inner join both_populations
        on
            bounds.model_group = both_populations.model_group
            and bounds.measure = both_populations.measure
            and (bounds.lower_value is null or both_populations.value > bounds.lower_value)
            and (bounds.is_last or both_populations.value <= bounds.upper_value)
    group by bounds.model_group, bounds.measure, bounds.upper_value
),

shares as (
    select
        model_group,
        measure,
        (before_count + 0.5)
        / (sum(before_count) over same_measure + 0.5 * count(*) over same_measure)
            as before_share,
        (today_count + 0.5)
        / (sum(today_count) over same_measure + 0.5 * count(*) over same_measure)
            as today_share,
        sum(today_count) over same_measure as total_today_count
    from part_counts
    window same_measure as (partition by model_group, measure)
),

indices as (
    select
        model_group,
        measure,
        {{ exact_sum(
            '(today_share - before_share) * ln(today_share / before_share)'
        ) }} as stability_index
    from shares
    -- Nobody measured today is no shift, but nothing known.
    where total_today_count > 0
    group by model_group, measure
)
{%- endmacro %}
