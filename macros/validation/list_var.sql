{% macro list_var(name) %}
    {% set value = var(name) %}
    {{ return(value if value is sequence and value is not string and value is not mapping else []) }}
{% endmacro %}
