-- What is declared protected may not be learnt from, by features or by models that are stored.
with

protected_attributes as (
    select attribute
    from {{ ref('input_sensitive_attributes') }}
    where is_protected
),

catalogue as (
    select feature_name from {{ ref('feature_catalogue') }}
),

stored_models as (
    select features from {{ ref('model_artefacts') }}
),

-- Stored models name a word of a categorical feature after it: ["region=north", ...].
features as (
    select feature_name from catalogue

    union

    select protected_attributes.attribute as feature_name
    from protected_attributes
    inner join stored_models
        on
            stored_models.features like '%"' || protected_attributes.attribute || '"%'
            or stored_models.features like '%"' || protected_attributes.attribute || '=%'
),

final as (
    select
        'The attribute ' || protected_attributes.attribute || ' is protected in'
        || ' sensitive_attributes, and models learn from it. Remove feature from the metadata of'
        || ' its column, or name features of your own in nba_features_model.' as sentence
    from protected_attributes
    inner join features
        on protected_attributes.attribute = features.feature_name
)

select * from final
