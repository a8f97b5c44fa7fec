{% macro goal_value_columns() %}
    {{ return([
        'customer_lifetime_value_amount', 'expansion_value_amount', 'contract_value_amount',
    ]) }}
{% endmacro %}
