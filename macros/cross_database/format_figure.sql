{% macro format_figure(expression, digits=4) %}
    {{ return(adapter.dispatch('format_figure', 'next_best_action')(expression, digits)) }}
{% endmacro %}

{% macro default__format_figure(expression, digits) -%}
    format_number({{ expression }}, '#,##0.{{ "#" * digits }}')
{%- endmacro %}

{% macro duckdb__format_figure(expression, digits) -%}
    format('{:,.{{ digits }}g}', cast({{ expression }} as double))
{%- endmacro %}
