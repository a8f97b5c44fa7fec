with

future_points as (
    select * from {{ ref('int_future_points_listed') }}
),

counted as (
    select count(*) as point_count
    from future_points
),

final as (
    select
        point_count,
        case
            when point_count > {{ number_var('nba_foresight_limit') | int }}
                then {{ number_var('nba_foresight_limit') | int }} / cast(point_count as double)
            else 1
        end as sample_rate
    from counted
)

select * from final
