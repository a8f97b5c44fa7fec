{% macro nearest_rank_quantile(value, value_rank, value_count, quantile) -%}
    max(case when {{ value_rank }} <= ceil({{ quantile }} * {{ value_count }}) then {{ value }} end)
{%- endmacro %}
