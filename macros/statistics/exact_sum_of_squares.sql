{% macro exact_sum_of_squares(expression) -%}
    cast(sum(cast(power(cast({{ expression }} as double), 2) as decimal(38, 6))) as double)
{%- endmacro %}
