{% macro weighted_arm_totals(measures) -%}
{%- for arm in ['treated', 'control'] %}
sum(case when {{ arm }}_weight > 0 then 1 else 0 end) as {{ arm }}_unit_count,
count(distinct case when {{ arm }}_weight > 0 then customer_id end) as {{ arm }}_customer_count,
{{ exact_sum(arm ~ '_weight') }} as {{ arm }}_weight_total,
{%- for measure in measures %}
{{ exact_sum(arm ~ '_weight * ' ~ measure) }} as {{ arm }}_{{ measure }}_total,
{%- endfor %}
{%- endfor %}
count(*) as unit_count
{%- endmacro %}
