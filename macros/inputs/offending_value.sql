{# The sentence of a rejected row: the value found in a column, and what is wrong with it. #}
{% macro offending_value(column, complaint) -%}
    '{{ column }} is "' || cast(typed.{{ column }} as varchar) || '", which is {{ complaint }}'
{%- endmacro %}
