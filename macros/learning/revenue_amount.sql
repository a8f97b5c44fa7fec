{% macro revenue_amount(retention, upsell, retention_value, upsell_value) -%}
    coalesce({{ retention }} * {{ retention_value }}, 0)
    + coalesce({{ upsell }} * {{ upsell_value }}, 0)
{%- endmacro %}
