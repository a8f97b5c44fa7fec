{#- What earlier builds withdrew is read where it stands, like the decision log. -#}
{% set withdrawals = existing_relation('decision_withdrawals') %}
with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

{% if withdrawals %}
logged as (
    select
        decision_id,
        customer_id,
        as_of_date,
        reason
    from {{ withdrawals }}
),
{% else %}
logged as (
    select
        cast(null as varchar) as decision_id,
        cast(null as varchar) as customer_id,
        cast(null as date) as as_of_date,
        cast(null as varchar) as reason
    where false
),
{% endif %}

final as (
    select
        logged.decision_id,
        logged.customer_id,
        logged.as_of_date,
        logged.reason
    from logged
    cross join calendar
    where logged.as_of_date < calendar.as_of_date
)

select * from final
