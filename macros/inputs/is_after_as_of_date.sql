{# True where a date or timestamp lies after the day decisions are made for. #}
{% macro is_after_as_of_date(expression) -%}
    cast({{ expression }} as date) > (select as_of_date from {{ ref('int_as_of_date') }})
{%- endmacro %}
