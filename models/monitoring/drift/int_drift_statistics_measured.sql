{% set keys = ['reference', 'subject_type', 'subject'] %}
with

compared as (
    select * from {{ ref('int_drift_values_compared') }}
),

bins as (
    select
        {{ keys | join(', ') }},
        bin_number,
        category,
        reference_count as before_count,
        today_count
    from {{ ref('drift_bins') }}
    where bin_number > 0
),

{{ stability_of_bins('bins', keys) }},

totals as (
    select
        {{ keys | join(', ') }},
        bool_or(is_numeric) as is_numeric,
        sum(before_count) as reference_count,
        sum(today_count) as today_count,
        sum(case when value is null and category is null then before_count else 0 end)
            as reference_missing_count,
        sum(case when value is null and category is null then today_count else 0 end)
            as today_missing_count,
        sum(case when before_count = 0 and category is not null then today_count else 0 end)
            as new_category_row_count,
        sum(case when before_count = 0 and category is not null then 1 else 0 end)
            as new_category_count,
        min(case when before_count = 0 then category end) as new_category
    from compared
    group by {{ keys | join(', ') }}
),

-- The largest distance between the two distribution functions (Kolmogorov 1933, Smirnov 1948).
distribution_functions as (
    select
        {{ keys | join(', ') }},
        cast(sum(before_count) over up_to_here as double)
        / nullif(sum(before_count) over (partition by {{ keys | join(', ') }}), 0) as before_share,
        cast(sum(today_count) over up_to_here as double)
        / nullif(sum(today_count) over (partition by {{ keys | join(', ') }}), 0) as today_share
    from compared
    where value is not null
    window up_to_here as (
        partition by {{ keys | join(', ') }} order by value asc nulls last
        rows between unbounded preceding and current row
    )
),

distances as (
    select
        {{ keys | join(', ') }},
        max(abs(today_share - before_share)) as statistic,
        cast(null as bigint) as degrees_of_freedom
    from distribution_functions
    group by {{ keys | join(', ') }}
),

-- Pearson's test that both come from one distribution.
expected_counts as (
    select
        *,
        sum(before_count) over same_subject as before_total,
        sum(today_count) over same_subject as today_total,
        cast(before_count + today_count as double)
        / nullif(sum(before_count + today_count) over same_subject, 0) as pooled_share
    from bins
    where category is not null
    window same_subject as (partition by {{ keys | join(', ') }})
),

chi_squares as (
    select
        {{ keys | join(', ') }},
        {{ exact_sum(
            'power(before_count - before_total * pooled_share, 2) / (before_total * pooled_share)'
            ~ ' + power(today_count - today_total * pooled_share, 2) / (today_total * pooled_share)'
        ) }} as statistic,
        count(*) - 1 as degrees_of_freedom
    from expected_counts
    where before_total > 0 and today_total > 0
    group by {{ keys | join(', ') }}
),

statistics as (
    select * from distances
    union all
    select * from chi_squares
),

final as (
    select
        totals.reference,
        totals.subject_type,
        totals.subject,
        totals.is_numeric,
        cast(totals.reference_count as bigint) as reference_count,
        cast(totals.today_count as bigint) as today_count,
        indices.stability_index,
        statistics.statistic,
        cast(statistics.degrees_of_freedom as bigint) as degrees_of_freedom,
        cast(totals.reference_count - totals.reference_missing_count as bigint)
            as reference_known_count,
        cast(totals.today_count - totals.today_missing_count as bigint) as today_known_count,
        cast(totals.reference_missing_count as double) / nullif(totals.reference_count, 0)
            as reference_missing_rate,
        cast(totals.today_missing_count as double) / nullif(totals.today_count, 0)
            as today_missing_rate,
        cast(totals.new_category_row_count as double)
        / nullif(totals.today_count - totals.today_missing_count, 0) as new_category_rate,
        totals.new_category_count,
        totals.new_category
    from totals
    left join indices
        on
            totals.reference = indices.reference
            and totals.subject_type = indices.subject_type
            and totals.subject = indices.subject
    left join statistics
        on
            totals.reference = statistics.reference
            and totals.subject_type = statistics.subject_type
            and totals.subject = statistics.subject
)

select * from final
