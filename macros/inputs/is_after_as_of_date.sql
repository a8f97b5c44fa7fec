{% macro is_after_as_of_date(expression) -%}
    cast({{ expression }} as date) > (select as_of_date from {{ ref('int_as_of_date') }})
{%- endmacro %}
