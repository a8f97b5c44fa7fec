{% macro days_between(from_date, to_date) %}
    {{ return(adapter.dispatch('days_between', 'next_best_action')(from_date, to_date)) }}
{% endmacro %}

{% macro default__days_between(from_date, to_date) %}datediff({{ to_date }}, {{ from_date }}){% endmacro %}

{% macro duckdb__days_between(from_date, to_date) -%}
    date_diff('day', {{ from_date }}, {{ to_date }})
{%- endmacro %}
