with

profiles as (
    select * from {{ ref('customer_profile') }}
),

usage_weeks as (
    select * from {{ ref('input_usage') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- Weeks count back from the as-of date; week 1 is the last one that was over before it.
recent_weeks as (
    select
        usage_weeks.customer_id,
        usage_weeks.session_count,
        usage_weeks.active_user_count,
        usage_weeks.feature_count,
        {{ days_between('usage_weeks.week_start_on', 'calendar.as_of_date') }} / 7.0 as weeks_ago
    from usage_weeks
    cross join calendar
    where
        usage_weeks.week_start_on <= {{ add_days('calendar.as_of_date', -7) }}
        and usage_weeks.week_start_on > {{ add_days('calendar.as_of_date', -63) }}
),

usage_totals as (
    select
        customer_id,
        sum(case when weeks_ago < 5 then session_count else 0 end) as recent_session_count,
        sum(case when weeks_ago >= 5 then session_count else 0 end) as earlier_session_count,
        avg(case when weeks_ago < 5 then active_user_count end) as recent_active_user_count,
        avg(case when weeks_ago < 5 then feature_count end) as recent_feature_count,
        sum(case when session_count > 0 then 1 else 0 end) as active_week_count
    from recent_weeks
    group by customer_id
),

measured as (
    select
        profiles.customer_id,
        profiles.as_of_date,
        usage_totals.customer_id is not null as has_usage,
        coalesce(usage_totals.recent_session_count, 0) as recent_session_count,
        coalesce(usage_totals.earlier_session_count, 0) as earlier_session_count,
        coalesce(usage_totals.recent_feature_count, 0) as recent_feature_count,
        coalesce(usage_totals.active_week_count, 0) as active_week_count,
        coalesce(
            usage_totals.recent_active_user_count / nullif(profiles.seat_count, 0),
            usage_totals.recent_active_user_count,
            0
        ) as reach
    from profiles
    left join usage_totals
        on profiles.customer_id = usage_totals.customer_id
    where profiles.is_active
),

-- Ranks, not fixed scales: the score needs no tuning to a company's own volumes.
scored as (
    select
        *,
        25 * percent_rank() over (order by active_week_count asc nulls first) as recency_score,
        25 * percent_rank() over (order by recent_session_count asc nulls first) as frequency_score,
        25 * percent_rank() over (order by recent_feature_count asc nulls first) as breadth_score,
        25 * percent_rank() over (order by reach asc nulls first) as reach_score
    from measured
),

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
