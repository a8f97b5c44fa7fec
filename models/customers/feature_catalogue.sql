{#- Declared in the YAML of the features, on a column: `config: {meta: {feature: numeric}}`. -#}
-- depends_on: {{ ref(var('nba_features_model')) }}
{% set features = model_features(var('nba_features_model')) if execute else [] %}
with

declared as (
    {% for feature in features %}
    select
        '{{ feature.name }}' as feature_name,
        '{{ feature.type }}' as feature_type,
        {{ loop.index }} as feature_order,
        {{ text_literal(feature.label) }} as feature_label,
        '{{ feature.unit }}' as feature_unit,
        {{ text_literal(feature.phrase) if feature.phrase else 'null' }} as phrase,
        {{ text_literal(feature.missing_phrase) if feature.missing_phrase else 'null' }}
            as missing_phrase
    {% if not loop.last %}
    union all
    {% endif %}
    {% else %}
    select
        '' as feature_name,
        '' as feature_type,
        0 as feature_order,
        '' as feature_label,
        '' as feature_unit,
        null as phrase,
        null as missing_phrase
    where false
    {% endfor %}
),

final as (
    select
        cast(feature_name as varchar) as feature_name,
        cast(feature_type as varchar) as feature_type,
        cast(feature_order as integer) as feature_order,
        cast(feature_label as varchar) as feature_label,
        cast(feature_unit as varchar) as feature_unit,
        cast(phrase as varchar) as phrase,
        cast(missing_phrase as varchar) as missing_phrase
    from declared
)

select * from final
