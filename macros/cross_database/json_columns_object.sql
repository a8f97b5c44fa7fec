{#- A JSON object of columns: each named as the key it is given. -#}
{% macro json_columns_object(columns) %}
    {{ return(adapter.dispatch('json_columns_object', 'next_best_action')(columns)) }}
{% endmacro %}

{% macro duckdb__json_columns_object(columns) -%}
    cast(
        json_object(
            {%- for key, column in columns.items() -%}
                {{ text_literal(key) }}, {{ column }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ) as varchar
    )
{%- endmacro %}
