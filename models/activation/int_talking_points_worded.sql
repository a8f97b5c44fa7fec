with

drivers as (
    select * from {{ ref('recommendation_drivers') }}
),

final as (
    select
        customer_id,
        action_id,
        string_agg(driver_phrase, '; ' order by driver_rank asc nulls last) as talking_points
    from drivers
    group by customer_id, action_id
)

select * from final
