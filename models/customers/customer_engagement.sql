with

profiles as (
    select * from {{ ref('int_customers_profiled') }}
),

usage_weeks as (
    select * from {{ ref('input_usage') }}
),

dates as (
    select
        customer_id,
        as_of_date,
        seat_count
    from profiles
    where is_active
),

{{ engagement_scores('dates') }},

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(has_usage as boolean) as has_usage,
        -- Without usage data of anybody there is nothing to rank.
        cast(
            case
                when bool_or(has_usage) over ()
                    then round(recency_score + frequency_score + breadth_score + reach_score, 2)
            end as decimal(5, 2)
        ) as engagement_score,
        cast(round(recency_score, 2) as decimal(5, 2)) as recency_score,
        cast(round(frequency_score, 2) as decimal(5, 2)) as frequency_score,
        cast(round(breadth_score, 2) as decimal(5, 2)) as breadth_score,
        cast(round(reach_score, 2) as decimal(5, 2)) as reach_score,
        cast(recent_session_count as bigint) as recent_session_count,
        cast(earlier_session_count as bigint) as earlier_session_count,
        cast(
            recent_session_count / nullif(cast(earlier_session_count as double), 0) - 1 as double
        ) as session_trend_rate
    from scored
)

select * from final
