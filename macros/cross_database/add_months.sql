{% macro add_months(date_expression, month_count) %}
    {{ return(adapter.dispatch('add_months', 'next_best_action')(date_expression, month_count)) }}
{% endmacro %}

{% macro default__add_months(date_expression, month_count) -%}
    add_months({{ date_expression }}, {{ month_count }})
{%- endmacro %}

{% macro duckdb__add_months(date_expression, month_count) -%}
    cast({{ date_expression }} + interval ({{ month_count }}) month as date)
{%- endmacro %}
