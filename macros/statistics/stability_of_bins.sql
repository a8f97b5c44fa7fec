{% macro stability_of_bins(bins, keys) -%}
{%- set same = keys | join(', ') -%}
shares as (
    select
        {{ same }},
        (before_count + 0.5)
        / (sum(before_count) over same_subject + 0.5 * count(*) over same_subject)
            as before_share,
        (today_count + 0.5)
        / (sum(today_count) over same_subject + 0.5 * count(*) over same_subject)
            as today_share,
        sum(before_count) over same_subject as total_before_count,
        sum(today_count) over same_subject as total_today_count
    from {{ bins }}
    window same_subject as (partition by {{ same }})
),

indices as (
    select
        {{ same }},
        {{ exact_sum(
            '(today_share - before_share) * ln(today_share / before_share)'
        ) }} as stability_index
    from shares
    -- Nobody measured is no shift, but nothing known.
    where total_before_count > 0 and total_today_count > 0
    group by {{ same }}
)
{%- endmacro %}
