{% macro ordered_list(expression, sort_key) %}
    {{ return(adapter.dispatch('ordered_list', 'next_best_action')(expression, sort_key)) }}
{% endmacro %}

{% macro default__ordered_list(expression, sort_key) -%}
    array_agg({{ expression }} order by {{ sort_key }} asc nulls last)
{%- endmacro %}
