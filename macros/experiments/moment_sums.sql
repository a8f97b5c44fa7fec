{% macro moment_sums() -%}
    sum(unit_weight) as unit_count,
    {% for variable in ['y', 'd', 'x', 'z'] -%}
    cast(sum(unit_weight * {{ variable }}_units) as varchar) as {{ variable }}_sum,
    {% endfor -%}
    {% for product in ['yy', 'yd', 'yx', 'yz', 'dd', 'dx', 'dz', 'xx', 'xz', 'zz'] -%}
    cast(sum(unit_weight * {{ product[0] }}_units * {{ product[1] }}_units) as varchar)
        as {{ product }}_sum
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}
