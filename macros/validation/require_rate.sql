{# Stops unless a variable is a number in [0, 1]. #}
{% macro require_rate(name) %}
    {% do require_number(name, 0, 1) %}
{% endmacro %}
