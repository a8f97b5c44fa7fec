{#- What a success of an action costs beyond the action: a fixed amount and a discount on the contract. -#}
{% macro success_cost(actions, customers) -%}
    coalesce({{ actions }}.success_cost_amount, 0)
    + coalesce({{ actions }}.success_discount_rate, 0)
    * coalesce({{ customers }}.contract_value_amount, 0)
{%- endmacro %}
