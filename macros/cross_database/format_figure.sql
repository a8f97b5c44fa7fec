{% macro format_figure(expression) %}
    {{ return(adapter.dispatch('format_figure', 'next_best_action')(expression)) }}
{% endmacro %}

{% macro default__format_figure(expression) -%}
    format_number({{ expression }}, '0.####')
{%- endmacro %}

{% macro duckdb__format_figure(expression) -%}
    format('{:,.4g}', cast({{ expression }} as double))
{%- endmacro %}
