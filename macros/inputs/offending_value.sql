{% macro offending_value(column, complaint) -%}
    '{{ column }} is "' || cast(typed.{{ column }} as varchar) || '", which is {{ complaint }}'
{%- endmacro %}
