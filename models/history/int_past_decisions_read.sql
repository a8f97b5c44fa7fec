{#- What earlier builds decided is read where it stands: a ref would close the circle from the log
    to the decisions that it is made of. Only days before this one count, so that building a day
    again gives the same. -#}
with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

logged as (
    {{ logged_decisions() }}
),

-- What was decided last for a day is what was acted on.
last_batches as (
    select
        as_of_date,
        max(batch_number) as batch_number
    from logged
    group by as_of_date
),

final as (
    select logged.*
    from logged
    inner join last_batches
        on
            logged.as_of_date = last_batches.as_of_date
            and logged.batch_number = last_batches.batch_number
    cross join calendar
    where logged.as_of_date < calendar.as_of_date
)

-- The columns are those of the log.
select * from final -- noqa: AM04
