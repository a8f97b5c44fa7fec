{% macro number_var(name) %}
    {% set value = var(name) %}
    {{ return(value if value is number and value is not boolean else 1) }}
{% endmacro %}
