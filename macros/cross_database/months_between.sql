{% macro months_between(from_date, to_date) %}
    {{ return(adapter.dispatch('months_between', 'next_best_action')(from_date, to_date)) }}
{% endmacro %}

{% macro default__months_between(from_date, to_date) -%}
    cast(floor(months_between({{ to_date }}, {{ from_date }})) as integer)
{%- endmacro %}

{% macro duckdb__months_between(from_date, to_date) %}date_diff('month', {{ from_date }}, {{ to_date }}){% endmacro %}
