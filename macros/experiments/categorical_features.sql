{% macro categorical_features() %}
    {% set features = model_features(var('nba_features_model')) if execute else [] %}
    {{ return(features | selectattr('type', 'equalto', 'categorical') | map(attribute='name') | list) }}
{% endmacro %}
