{% macro numeric_features() %}
    {% set features = model_features(var('nba_features_model')) if execute else [] %}
    {{ return(features | selectattr('type', 'equalto', 'numeric') | map(attribute='name') | list) }}
{% endmacro %}
