{#- The time spine of MetricFlow: twenty years, the last of them after the as-of date. -#}
with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

final as (
    select {{ add_days('calendar.as_of_date', '366 - numbers.day_number') }} as date_day
    from ({{ number_rows(20 * 366) }}) as numbers (day_number)
    cross join calendar
)

select * from final
