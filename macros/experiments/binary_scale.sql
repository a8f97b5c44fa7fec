{% macro binary_scale(largest) -%}
    power(2.0, ceil(log2(coalesce(nullif(cast({{ largest }} as double), 0), 1))))
{%- endmacro %}
