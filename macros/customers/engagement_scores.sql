{# CTEs that end in scored: one row per row of dates (customer_id, as_of_date, seat_count). #}
{% macro engagement_scores(dates) -%}
-- Weeks count back from the as-of date; week 1 is the last one that was over before it.
recent_weeks as (
    select
        dates.customer_id,
        dates.as_of_date,
        usage_weeks.session_count,
        usage_weeks.active_user_count,
        usage_weeks.feature_count,
        {{ days_between('usage_weeks.week_start_on', 'dates.as_of_date') }} / 7.0 as weeks_ago
    from usage_weeks
    inner join {{ dates }} as dates
        on usage_weeks.customer_id = dates.customer_id
    where
        usage_weeks.week_start_on <= {{ add_days('dates.as_of_date', -7) }}
        and usage_weeks.week_start_on > {{ add_days('dates.as_of_date', -63) }}
),

usage_totals as (
    select
        customer_id,
        as_of_date,
        sum(case when weeks_ago < 5 then session_count else 0 end) as recent_session_count,
        sum(case when weeks_ago >= 5 then session_count else 0 end) as earlier_session_count,
        avg(case when weeks_ago < 5 then active_user_count end) as recent_active_user_count,
        avg(case when weeks_ago < 5 then feature_count end) as recent_feature_count,
        sum(case when session_count > 0 then 1 else 0 end) as active_week_count
    from recent_weeks
    group by customer_id, as_of_date
),

measured as (
    select
        dates.customer_id,
        dates.as_of_date,
        usage_totals.customer_id is not null as has_usage,
        coalesce(usage_totals.recent_session_count, 0) as recent_session_count,
        coalesce(usage_totals.earlier_session_count, 0) as earlier_session_count,
        coalesce(usage_totals.recent_feature_count, 0) as recent_feature_count,
        coalesce(usage_totals.active_week_count, 0) as active_week_count,
        coalesce(
            usage_totals.recent_active_user_count / nullif(dates.seat_count, 0),
            usage_totals.recent_active_user_count,
            0
        ) as reach
    from {{ dates }} as dates
    left join usage_totals
        on
            dates.customer_id = usage_totals.customer_id
            and dates.as_of_date = usage_totals.as_of_date
),

-- Ranks, not fixed scales: the score needs no tuning to a company's own volumes.
scored as (
    select
        *,
        25 * percent_rank() over (
            partition by as_of_date order by active_week_count asc nulls first
        ) as recency_score,
        25 * percent_rank() over (
            partition by as_of_date order by recent_session_count asc nulls first
        ) as frequency_score,
        25 * percent_rank() over (
            partition by as_of_date order by recent_feature_count asc nulls first
        ) as breadth_score,
        25 * percent_rank() over (
            partition by as_of_date order by reach asc nulls first
        ) as reach_score
    from measured
)
{%- endmacro %}
