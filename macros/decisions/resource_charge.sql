{#- What an option is charged for at the prices that price_joins has joined. -#}
{% macro resource_charge(cost_amount) -%}
coalesce(budget_prices.price, 0) * {{ cost_amount }}
        + coalesce(cast(shared_charges.charge_amount as double), 0)
        + coalesce(cast(manager_charges.charge_amount as double), 0)
{%- endmacro %}
