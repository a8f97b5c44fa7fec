{% macro require_rate(name) %}
    {% do require_number(name, 0, 1) %}
{% endmacro %}
