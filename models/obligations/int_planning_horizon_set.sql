with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

-- As far as what there is now must last.
final as (
    select
        calendar.as_of_date,
        max(plans.period_end) as horizon_end
    from calendar
    cross join plans
    group by calendar.as_of_date
)

select * from final
