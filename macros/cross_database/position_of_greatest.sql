{#- Where the greatest number of a list stands, counted from 1; the first of equals. -#}
{% macro position_of_greatest(list) -%}
    {{ adapter.dispatch('position_of_greatest', 'next_best_action')(list) }}
{%- endmacro %}

{% macro duckdb__position_of_greatest(list) -%}
    list_position({{ list }}, list_max({{ list }}))
{%- endmacro %}
