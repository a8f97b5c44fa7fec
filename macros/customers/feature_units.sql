{#- Numbers are worded by their unit; a category is its own word. -#}
{% macro feature_units(feature_type) %}
    {{ return({
        'numeric': ['number', 'percent', 'days', 'amount', 'change', 'yes_no'],
        'categorical': ['word'],
    }[feature_type]) }}
{% endmacro %}
