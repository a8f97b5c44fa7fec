{% macro number_rows(row_count) %}
    {{ return(adapter.dispatch('number_rows', 'next_best_action')(row_count)) }}
{% endmacro %}

{% macro default__number_rows(row_count) -%}
    select id from range(0, {{ row_count }})
{%- endmacro %}

{% macro duckdb__number_rows(row_count) -%}
    select cast(range as integer) from range(0, {{ row_count }})
{%- endmacro %}
