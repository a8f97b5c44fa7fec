with

{% if var('nba_as_of_date') %}
final as (
    select cast('{{ var("nba_as_of_date") }}' as date) as as_of_date
)
{% else %}
{# A fact counts only for days after it: the newest one is used the day after. #}
newest_facts as (
    {% for fact in fact_dates() %}
    select max({{ fact.date }}) as newest_on from {{ staged_input(fact.input) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- Where there is no other fact, the newest customer or contract is one.
newest_contracts as (
    select max(try_cast(signed_up_on as date)) as newest_on from {{ staged_input('customers') }}
    union all
    select max(try_cast(started_on as date)) as newest_on from {{ staged_input('subscriptions') }}
),

final as (
    select
        {{ add_days('coalesce(max(newest_facts.newest_on), max(newest_contracts.newest_on))', 1) }}
            as as_of_date
    from newest_facts
    cross join newest_contracts
)
{% endif %}

select * from final
