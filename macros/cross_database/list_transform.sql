{#- A list with every item replaced by the expression, which names the item as given. -#}
{% macro list_transform(list, item, expression) -%}
    {{ adapter.dispatch('list_transform', 'next_best_action')(list, item, expression) }}
{%- endmacro %}

{% macro duckdb__list_transform(list, item, expression) -%}
    list_transform({{ list }}, lambda {{ item }}: {{ expression }})
{%- endmacro %}
