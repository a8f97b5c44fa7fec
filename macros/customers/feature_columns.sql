{% macro feature_columns(alias) -%}
    {%- set features = model_features(var('nba_features_model')) if execute else [] -%}
    {%- for feature in features -%}
    {{ alias }}.{{ feature.name }},
    {% endfor -%}
{%- endmacro %}
