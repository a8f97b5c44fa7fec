{#- Whether a text of parts between bars has one that is not of the type. -#}
{% macro has_uncastable_part(text, data_type) -%}
    {{ adapter.dispatch('has_uncastable_part', 'next_best_action')(text, data_type) }}
{%- endmacro %}

{% macro duckdb__has_uncastable_part(text, data_type) -%}
    len(list_filter(
        string_split({{ text }}, '|'), lambda part: try_cast(part as {{ data_type }}) is null
    )) > 0
{%- endmacro %}
