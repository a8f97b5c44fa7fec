with

future_points as (
    select * from {{ ref('int_future_points_listed') }}
),

samples as (
    select * from {{ ref('int_foresight_sampled') }}
),

final as (
    select
        future_points.customer_id,
        future_points.foreseen_on
    from future_points
    cross join samples
    where
        {{ hash_bucket(
            "concat_ws('|', '" ~ var('nba_assignment_salt') ~ "', 'foresight', "
            ~ "cast(future_points.foreseen_on as varchar), future_points.customer_id)",
            1000000
        ) }} < samples.sample_rate * 1000000
)

select * from final
