{#- What an action is charged for: the budget's price, and the charges of its other resources, everybody's and those of
    the customer's account manager. Needs the CTEs budget_prices and action_charges. -#}
{% macro price_joins(options, customers) -%}
left join budget_prices
    on {{ options }}.policy = budget_prices.policy
left join action_charges as shared_charges
    on
        {{ options }}.policy = shared_charges.policy
        and {{ options }}.action_id = shared_charges.action_id
        and shared_charges.account_manager_id = 'all'
left join action_charges as manager_charges
    on
        {{ options }}.policy = manager_charges.policy
        and {{ options }}.action_id = manager_charges.action_id
        and {{ customers }}.account_manager_id = manager_charges.account_manager_id
{%- endmacro %}
