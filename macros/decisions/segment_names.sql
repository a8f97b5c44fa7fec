{% macro segment_names() %}
    {{ return([
        'critical_save', 'automated_retention', 'upsell_opportunity', 'monitor_only', 'standard_care',
    ]) }}
{% endmacro %}
