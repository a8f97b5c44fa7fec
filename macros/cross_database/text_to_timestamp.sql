{#- A moment written in the format of strptime as the contract writes it; what is no such moment stays as it is. -#}
{% macro text_to_timestamp(text, format) -%}
    {{ return(adapter.dispatch('text_to_timestamp', 'next_best_action')(text, format)) }}
{%- endmacro %}

{% macro duckdb__text_to_timestamp(text, format) -%}
    coalesce(cast(try_strptime(trim({{ text }}), '{{ format }}') as varchar), {{ text }})
{%- endmacro %}
