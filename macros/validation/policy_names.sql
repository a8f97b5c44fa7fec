{% macro policy_names() %}
    {{ return([
        'business_as_usual', 'propensity_v1', 'uplift_v2', 'policy_tree', 'thompson_sampling', 'auto',
    ]) }}
{% endmacro %}
