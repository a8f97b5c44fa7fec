{% macro stability_bins(counts, keys) -%}
{%- set same = keys | join(', ') -%}
cumulated_counts as (
    select
        *,
        sum(before_count) over up_to_here as count_up_to_here,
        sum(before_count) over (partition by {{ same }}) as total_before_count
    from {{ counts }}
    where value is not null
    window up_to_here as (
        partition by {{ same }} order by value asc nulls last
        rows between unbounded preceding and current row
    )
),

-- Deciles are as equal as whole rows allow; the first ones have one more.
ended_deciles as (
    select
        *,
        {% for end, column in [
            ('count_up_to_here', 'end_count'), ('(count_up_to_here - before_count)', 'start_count')
        ] %}
        case
            when {{ end }} < (total_before_count % 10) * (floor(total_before_count / 10) + 1)
                then floor({{ end }} / (floor(total_before_count / 10) + 1))
            when total_before_count < 10 then total_before_count
            else
                total_before_count % 10
                + floor(
                    ({{ end }} - (total_before_count % 10) * (floor(total_before_count / 10) + 1))
                    / floor(total_before_count / 10)
                )
        end as {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from cumulated_counts
    where total_before_count > 0
),

-- Deciles that end in the same value are one: counts have few values. Everything above the last
-- bound but one is in the last bin.
binned_counts as (
    select
        *,
        least(
            1 + coalesce(
                sum(case when end_count > start_count then 1 else 0 end) over (
                    partition by {{ same }} order by value asc nulls last
                    rows between unbounded preceding and 1 preceding
                ), 0
            ),
            sum(case when end_count > start_count then 1 else 0 end)
                over (partition by {{ same }})
        ) as bin_number
    from ended_deciles
)
{%- endmacro %}
