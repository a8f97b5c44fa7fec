{% macro as_json(expression) %}
    {{ return(adapter.dispatch('as_json', 'next_best_action')(expression)) }}
{% endmacro %}

{% macro default__as_json(expression) %}to_json({{ expression }}){% endmacro %}

{% macro duckdb__as_json(expression) %}cast(to_json({{ expression }}) as varchar){% endmacro %}
