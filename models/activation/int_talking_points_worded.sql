with

drivers as (
    select * from {{ ref('recommendation_drivers') }}
),

worded as (
    select
        customer_id,
        action_id,
        driver_rank,
        replace(feature_name, '_', ' ') || ' ' || coalesce(feature_value, 'unknown') as phrase
    from drivers
),

final as (
    select
        customer_id,
        action_id,
        string_agg(phrase, '; ' order by driver_rank asc nulls last) as talking_points
    from worded
    group by customer_id, action_id
)

select * from final
