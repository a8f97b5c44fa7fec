{#- What earlier builds gave is read where it stands, like the decision log. -#}
{% set log = existing_relation('mandatory_action_log') %}
with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

{% if log %}
logged as (
    select
        customer_id,
        action_id,
        as_of_date,
        cost_amount
    from {{ log }}
),
{% else %}
logged as (
    select
        cast(null as varchar) as customer_id,
        cast(null as varchar) as action_id,
        cast(null as date) as as_of_date,
        cast(null as decimal(18, 4)) as cost_amount
    where false
),
{% endif %}

final as (
    select
        logged.customer_id,
        logged.action_id,
        logged.as_of_date,
        logged.cost_amount
    from logged
    cross join calendar
    where logged.as_of_date < calendar.as_of_date
)

select * from final
