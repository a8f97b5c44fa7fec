with

periods as (
    select * from {{ ref('resource_periods') }}
    where is_current
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- The as-of date counts as a day that is being used. Where nothing was used before it, the pace
-- says nothing yet.
measured as (
    select
        periods.*,
        calendar.as_of_date,
        periods.plan_amount + coalesce(periods.carried_over_amount, 0) as available_amount,
        periods.committed_amount + periods.delivered_amount + periods.today_amount as used_amount,
        {{ days_between('periods.period_start', 'calendar.as_of_date') }} + 1 as elapsed_day_count,
        {{ days_between('periods.period_start', 'periods.period_end') }} + 1 as day_count
    from periods
    cross join calendar
),

paced as (
    select
        *,
        cast(elapsed_day_count as double) / day_count as elapsed_rate,
        used_amount / nullif(available_amount, 0) as used_rate,
        used_amount * day_count / elapsed_day_count as pace_amount,
        cast(
            floor(available_amount / nullif(used_amount, 0) * elapsed_day_count) as integer
        ) as lasting_day_count
    from measured
),

-- Amounts are rounded to 1/10,000 of their unit.
judged as (
    select
        *,
        used_amount > available_amount + 0.0001 as is_overused,
        resource_id = 'budget' and used_amount
        > {{ 1 + number_var('nba_overspend_rate') }} * available_amount + 0.0001 as is_overspent,
        elapsed_rate >= 0.5 and committed_amount + delivered_amount > 0
        and pace_amount < {{ number_var('nba_underuse_rate') }} * available_amount as is_underused
    from paced
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(resource_id as varchar) as resource_id,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(period as varchar) as period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        cast(available_amount as double) as available_amount,
        cast(committed_amount as double) as committed_amount,
        cast(delivered_amount as double) as spent_amount,
        cast(today_amount as double) as today_amount,
        cast(used_rate as double) as used_rate,
        cast(elapsed_rate as double) as elapsed_rate,
        cast(used_rate / elapsed_rate as double) as pace,
        cast(least(pace_amount, available_amount) as double) as forecast_amount,
        cast(
            case
                when used_amount > 0 and pace_amount > available_amount
                    then {{ add_days('period_start', 'lasting_day_count') }}
            end as date
        ) as used_up_on,
        cast(
            case
                when is_overspent then 'critical'
                when is_overused or is_underused then 'warning'
                else 'none'
            end as varchar
        ) as severity,
        cast(
            case
                when is_overused
                    then
                        'Used is ' || {{ format_figure('used_amount', 12) }} || ', and '
                        || {{ format_figure('available_amount', 12) }} || ' was there.'
                when is_underused
                    then
                        'At this pace ' || {{ format_figure('pace_amount', 4) }} || ' of '
                        || {{ format_figure('available_amount', 12) }}
                        || ' will be used when the period ends on '
                        || cast(period_end as varchar) || '.'
            end as varchar
        ) as sentence
    from judged
)

select * from final
