{#- Declared in the YAML of the features: `config: {meta: {feature: numeric}}` on a column. -#}
-- depends_on: {{ ref(var('nba_features_model')) }}
{% set features = model_features(var('nba_features_model')) if execute else [] %}
with

declared as (
    {% for feature in features %}
    select
        '{{ feature.name }}' as feature_name,
        '{{ feature.type }}' as feature_type,
        {{ loop.index }} as feature_order
    {% if not loop.last %}
    union all
    {% endif %}
    {% else %}
    select
        '' as feature_name,
        '' as feature_type,
        0 as feature_order
    where false
    {% endfor %}
),

final as (
    select
        cast(feature_name as varchar) as feature_name,
        cast(feature_type as varchar) as feature_type,
        cast(feature_order as integer) as feature_order
    from declared
)

select * from final
