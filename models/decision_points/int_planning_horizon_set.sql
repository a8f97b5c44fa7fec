with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

final as (
    select
        as_of_date,
        as_of_date as horizon_end
    from calendar
)

select * from final
