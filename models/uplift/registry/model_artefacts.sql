{{ config(materialized='view') }}

with

registry as (
    select * from {{ ref('model_registry') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by model_name order by artefact_number desc nulls last
        ) as recency
    from registry
),

final as (
    select
        model_name,
        artefact_number,
        model_version,
        trained_from,
        trained_to,
        training_row_count,
        data_fingerprint,
        features,
        specification,
        parameters,
        metrics,
        booster
    from ranked
    where recency = 1
)

select * from final
