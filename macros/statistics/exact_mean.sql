{% macro exact_mean(expression) -%}
    (
        cast(sum(cast({{ expression }} as decimal(38, 15))) as double)
        / nullif(count({{ expression }}), 0)
    )
{%- endmacro %}
