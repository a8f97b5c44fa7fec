{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
with

trained as (
    select * from {{ ref('ml_goal_risk_model') }}
    union all
    select * from {{ ref('ml_propensity_model') }}
    union all
    select * from {{ ref('ml_uplift_model') }}
),

{% if is_incremental() %}
latest as (
    select
        model_name,
        max(artefact_number) as artefact_number,
        max_by(model_version, artefact_number) as model_version
    from {{ this }}
    group by model_name
),
{% else %}
latest as (
    select
        cast(null as varchar) as model_name,
        cast(0 as integer) as artefact_number,
        cast(null as varchar) as model_version
    where false
),
{% endif %}

-- The same data and settings give the same version, which is not stored again.
new_versions as (
    select
        trained.*,
        coalesce(latest.artefact_number, 0) + 1 as artefact_number
    from trained
    left join latest
        on trained.model_name = latest.model_name
    where latest.model_version is null or trained.model_version <> latest.model_version
),

final as (
    select
        cast(model_name as varchar) as model_name,
        cast(artefact_number as integer) as artefact_number,
        cast(model_version as varchar) as model_version,
        cast(trained_from as date) as trained_from,
        cast(trained_to as date) as trained_to,
        cast(training_row_count as bigint) as training_row_count,
        cast(data_fingerprint as varchar) as data_fingerprint,
        cast(features as varchar) as features,
        cast(specification as varchar) as specification,
        cast(parameters as varchar) as parameters,
        cast(metrics as varchar) as metrics,
        cast(booster as blob) as booster
    from new_versions
)

select * from final
