{% macro reject_unknown_customer(customer_id) %}
    {% do exceptions.raise_compiler_error(
        "No table has a row of the customer '" ~ customer_id ~ "'. See whether the customer_id is"
        ~ " written as in the table customers."
    ) %}
{% endmacro %}
