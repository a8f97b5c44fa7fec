with

history as (
    select * from {{ ref('data_quality_history') }}
),

customers as (
    select * from {{ staged_input('customers') }}
),

subscriptions as (
    select * from {{ staged_input('subscriptions') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

last_day as (
    select max(history.as_of_date) as as_of_date
    from history
    cross join calendar
    where history.as_of_date < calendar.as_of_date
),

-- What was known on that day does not become more or fewer, however fast the company grows.
facts as (
    {% for fact in fact_dates() %}
    select
        'input_{{ fact.input }}' as input_name,
        count(*) as row_count
    from {{ staged_input(fact.input) }}
    cross join last_day
    where {{ fact.date }} < last_day.as_of_date

    union all
    {% endfor %}

    -- Of these no day says when they came: they may not become many more at once.
    {% for input in ['customers', 'subscriptions'] %}
    select
        'input_{{ input }}' as input_name,
        count(*) as row_count
    from {{ input }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        facts.input_name,
        facts.row_count as settled_row_count,
        last_day.as_of_date as last_built_for
    from facts
    cross join last_day
    where last_day.as_of_date is not null
)

select * from final
