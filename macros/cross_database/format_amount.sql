{% macro format_amount(expression) %}
    {{ return(adapter.dispatch('format_amount', 'next_best_action')(expression)) }}
{% endmacro %}

{% macro default__format_amount(expression) %}format_number({{ expression }}, 2){% endmacro %}

{% macro duckdb__format_amount(expression) -%}
    format('{:,.2f}', cast({{ expression }} as double))
{%- endmacro %}
