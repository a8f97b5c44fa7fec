with

scores as (
    select * from {{ ref('ml_propensity_scores') }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(success_probability as double) as success_probability,
        cast(model_version as varchar) as model_version
    from scores
)

select * from final
