with

drivers as (
    select * from {{ ref('ml_recommendation_drivers') }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(driver_rank as integer) as driver_rank,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(feature_name as varchar) as feature_name,
        cast(feature_value as varchar) as feature_value,
        cast(driver_phrase as varchar) as driver_phrase,
        cast(contribution as double) as contribution,
        cast(model_version as varchar) as model_version
    from drivers
)

select * from final
