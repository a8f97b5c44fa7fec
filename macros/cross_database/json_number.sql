{#- The number under a key of a JSON object of numbers; null if there is none. -#}
{% macro json_number(object, key) %}
    {{ return(adapter.dispatch('json_number', 'next_best_action')(object, key)) }}
{% endmacro %}

{% macro duckdb__json_number(object, key) -%}
    cast(cast({{ object }} as json) as map(varchar, double))[{{ key }}]
{%- endmacro %}
