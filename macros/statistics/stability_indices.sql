{% macro stability_indices(before, today) -%}
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

value_counts as (
    select
        model_group,
        measure,
        value,
        sum(is_before) as before_count,
        sum(1 - is_before) as today_count
    from both_populations
    group by model_group, measure, value
),

{{ stability_bins('value_counts', ['model_group', 'measure']) }},

bins as (
    select
        model_group,
        measure,
        bin_number,
        sum(before_count) as before_count,
        sum(today_count) as today_count
    from binned_counts
    group by model_group, measure, bin_number
),

{{ stability_of_bins('bins', ['model_group', 'measure']) }}
{%- endmacro %}
