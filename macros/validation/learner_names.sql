{% macro learner_names() %}
    {{ return([
        'constant_effect', 'risk', 'r_ridge', 's', 'class_transformation', 'r', 'r_forest', 'dr', 't',
        't_forest', 'x', 'x_forest', 'mean', 'causal_forest', 'dragonnet',
    ]) }}
{% endmacro %}
