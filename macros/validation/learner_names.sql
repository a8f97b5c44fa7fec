{% macro learner_names() %}
    {{ return([
        'constant_effect', 'risk', 's', 'class_transformation', 'r', 'dr', 't', 'x', 'mean',
        'causal_forest',
    ]) }}
{% endmacro %}
