{% macro format_points(expression) %}
    {{ return(adapter.dispatch('format_points', 'next_best_action')(expression)) }}
{% endmacro %}

{% macro default__format_points(expression) %}format_number(100 * {{ expression }}, 1){% endmacro %}

{% macro duckdb__format_points(expression) -%}
    format('{:.1f}', 100 * cast({{ expression }} as double))
{%- endmacro %}
