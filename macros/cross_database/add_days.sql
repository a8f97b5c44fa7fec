{% macro add_days(date_expression, day_count) %}
    {{ return(adapter.dispatch('add_days', 'next_best_action')(date_expression, day_count)) }}
{% endmacro %}

{% macro default__add_days(date_expression, day_count) -%}
    date_add({{ date_expression }}, {{ day_count }})
{%- endmacro %}

{% macro duckdb__add_days(date_expression, day_count) -%}
    cast({{ date_expression }} + interval ({{ day_count }}) day as date)
{%- endmacro %}
