{% macro dot_product(left, right) %}
    {{ return(adapter.dispatch('dot_product', 'next_best_action')(left, right)) }}
{% endmacro %}

{% macro duckdb__dot_product(left, right) -%}
    list_inner_product({{ left }}, {{ right }})
{%- endmacro %}
