{% macro off_policy_value(estimator) -%}
    {% if estimator == 'snips' %}
    ips_total / nullif(weight_total, 0)
    {% else %}
    {{ estimator }}_total / nullif(unit_count, 0)
    {% endif %}
{%- endmacro %}
