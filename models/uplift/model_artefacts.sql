with

propensity as (
    select * from {{ ref('ml_propensity_model') }}
),

final as (
    select
        cast(model_name as varchar) as model_name,
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
    from propensity
)

select * from final
