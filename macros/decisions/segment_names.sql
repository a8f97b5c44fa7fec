{% macro segment_names() %}
    {{ return([
        'critical_save', 'automated_save', 'growth_opportunity', 'monitor_only', 'standard_care',
    ]) }}
{% endmacro %}
