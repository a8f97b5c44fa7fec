{#- A day written in the format of strptime as the contract writes it; what is no such day stays as it is. -#}
{% macro text_to_date(text, format) -%}
    {{ return(adapter.dispatch('text_to_date', 'next_best_action')(text, format)) }}
{%- endmacro %}

{% macro duckdb__text_to_date(text, format) -%}
    coalesce(
        cast(cast(try_strptime(trim({{ text }}), '{{ format }}') as date) as varchar), {{ text }}
    )
{%- endmacro %}
