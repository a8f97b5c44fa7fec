{% set keys = ['reference', 'subject_type', 'subject'] %}
with

compared as (
    select * from {{ ref('int_drift_values_compared') }}
),

{{ stability_bins('compared', keys) }},

-- The bounds are those of the reference, whatever there is today.
numeric_bins as (
    select
        {{ keys | join(', ') }},
        bin_number,
        max(case when end_count > start_count then value end) as upper_value,
        cast(null as varchar) as category,
        sum(before_count) as before_count,
        sum(today_count) as today_count
    from binned_counts
    group by {{ keys | join(', ') }}, bin_number
),

categorical_bins as (
    select
        {{ keys | join(', ') }},
        row_number() over (
            partition by {{ keys | join(', ') }} order by category asc nulls last
        ) as bin_number,
        cast(null as double) as upper_value,
        category,
        before_count,
        today_count
    from compared
    where category is not null
),

-- Bin 0 holds what is missing.
missing as (
    select
        {{ keys | join(', ') }},
        0 as bin_number,
        cast(null as double) as upper_value,
        cast(null as varchar) as category,
        before_count,
        today_count
    from compared
    where value is null and category is null
),

all_bins as (
    select * from numeric_bins
    union all
    select * from categorical_bins
    union all
    select * from missing
),

final as (
    select
        cast(reference as varchar) as reference,
        cast(subject_type as varchar) as subject_type,
        cast(subject as varchar) as subject,
        cast(bin_number as integer) as bin_number,
        cast(category as varchar) as category,
        cast(upper_value as double) as upper_value,
        cast(before_count as bigint) as reference_count,
        cast(today_count as bigint) as today_count
    from all_bins
)

select * from final
