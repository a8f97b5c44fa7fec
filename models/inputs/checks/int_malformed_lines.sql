with

{% set selects = malformed_files() %}
lines as (
    {% if selects %}
    {{ selects | join(' union all ') }}
    {% else %}
    select
        cast(null as varchar) as raw_table,
        cast(null as varchar) as line,
        cast(null as varchar) as fault
    where false
    {% endif %}
),

final as (
    select
        raw_table,
        line,
        fault
    from lines
)

select * from final
