with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

quality as (
    select * from {{ ref('input_quality') }}
),

quarantined as (
    select * from {{ ref('quarantined_records') }}
),

-- What lies after the as-of date is quarantined, and does not tell that the feed runs.
newest_facts as (
    {% for fact in fact_dates() %}
    select
        'input_{{ fact.input }}' as input_name,
        max(case when {{ fact.date }} < calendar.as_of_date then {{ fact.date }} end) as newest_on,
        sum(case when {{ fact.date }} < calendar.as_of_date then 1 else 0 end) as known_row_count
    from {{ staged_input(fact.input) }}
    cross join calendar
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

rules as (
    select
        input_name,
        rule,
        count(*) as row_count
    from quarantined
    group by input_name, rule
),

measures as (
    select
        quality.input_name,
        'all' as rule,
        quality.raw_row_count as row_count,
        quality.quarantine_rate,
        newest_facts.newest_on,
        case
            when newest_facts.input_name is not null then coalesce(newest_facts.known_row_count, 0)
            when quality.input_name in ('input_customers', 'input_subscriptions')
                then quality.raw_row_count
        end as known_row_count
    from quality
    left join newest_facts
        on quality.input_name = newest_facts.input_name
    where quality.origin <> 'absent'

    union all

    select
        rules.input_name,
        rules.rule,
        rules.row_count,
        rules.row_count / nullif(quality.raw_row_count, 0) as quarantine_rate,
        null as newest_on,
        null as known_row_count
    from rules
    inner join quality
        on rules.input_name = quality.input_name
),

final as (
    select
        cast(calendar.as_of_date as date) as as_of_date,
        cast(measures.input_name as varchar) as input_name,
        cast(measures.rule as varchar) as rule,
        cast(measures.row_count as bigint) as row_count,
        cast(measures.quarantine_rate as double) as quarantine_rate,
        cast(measures.newest_on as date) as newest_on,
        cast(measures.known_row_count as bigint) as known_row_count
    from measures
    cross join calendar
)

select * from final
