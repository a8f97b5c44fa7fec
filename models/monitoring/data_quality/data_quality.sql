{#- Experiments end, and with them what is observed of them. -#}
{% set ending_inputs = "'input_experiment_assignments', 'input_outcomes'" %}
{% set change_rate = number_var('nba_volume_change_rate') %}
{% set stale_days = number_var('nba_stale_days') | int %}
with

measured as (
    select * from {{ ref('int_data_quality_measured') }}
),

history as (
    select * from {{ ref('data_quality_history') }}
),

settled as (
    select * from {{ ref('int_settled_rows_counted') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

earlier as (
    select
        history.*,
        {{ days_between('history.newest_on', 'history.as_of_date') }} as lag_days
    from history
    cross join calendar
    where history.as_of_date < calendar.as_of_date
),

earlier_days as (
    select count(distinct as_of_date) as earlier_count
    from earlier
),

usual as (
    select
        input_name,
        rule,
        max_by(known_row_count, as_of_date) as previous_row_count,
        max(quarantine_rate) as highest_earlier_rate,
        max(lag_days) as longest_earlier_lag_days
    from earlier
    group by input_name, rule
),

-- A rule that nothing broke before has a rate of 0, if there was a before.
compared as (
    select
        measured.*,
        earlier_days.earlier_count,
        usual.previous_row_count,
        case
            when earlier_days.earlier_count > 0
                then coalesce(usual.highest_earlier_rate, 0)
        end as highest_earlier_rate,
        usual.longest_earlier_lag_days,
        {{ days_between('measured.newest_on', 'measured.as_of_date') }} as lag_days,
        settled.settled_row_count,
        case
            when usual.previous_row_count > 0
                then cast(settled.settled_row_count as double) / usual.previous_row_count - 1
        end as volume_change_rate
    from measured
    left join usual
        on
            measured.input_name = usual.input_name
            and measured.rule = usual.rule
    left join settled
        on
            measured.input_name = settled.input_name
            and measured.rule = 'all'
    cross join earlier_days
),

judged as (
    select
        *,
        case
            when input_name in ({{ ending_inputs }}) then false
            else lag_days > longest_earlier_lag_days + {{ stale_days }}
        end as is_stale,
        quarantine_rate
        > highest_earlier_rate + {{ number_var('nba_quarantine_rate_change') }} as is_worse
    from compared
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(input_name as varchar) as input_name,
        cast(rule as varchar) as rule,
        cast(row_count as bigint) as row_count,
        cast(settled_row_count as bigint) as settled_row_count,
        cast(previous_row_count as bigint) as previous_row_count,
        cast(volume_change_rate as double) as volume_change_rate,
        cast(quarantine_rate as double) as quarantine_rate,
        cast(highest_earlier_rate as double) as highest_earlier_rate,
        cast(newest_on as date) as newest_on,
        cast(lag_days as integer) as lag_days,
        cast(longest_earlier_lag_days as integer) as longest_earlier_lag_days,
        cast(earlier_count as integer) as earlier_day_count,
        cast(
            case
                when abs(volume_change_rate) >= {{ 2 * change_rate }} then 'critical'
                when
                    is_stale and earlier_count > 2
                    and lag_days > longest_earlier_lag_days + {{ 2 * stale_days }}
                    then 'critical'
                when abs(volume_change_rate) >= {{ change_rate }} or is_stale or is_worse
                    then 'warning'
                else 'none'
            end as varchar
        ) as severity,
        cast(
            case
                when abs(volume_change_rate) >= {{ change_rate }}
                    then
                        'Of what was known in the last build it has '
                        || {{ format_figure('settled_row_count', 12) }} || ' rows, and had '
                        || {{ format_figure('previous_row_count', 12) }}
                        || ': see whether rows are missing or came twice.'
                when is_stale
                    then
                        'Its newest row is ' || cast(lag_days as varchar)
                        || ' days old, and was never more than '
                        || cast(longest_earlier_lag_days as varchar)
                        || ': see whether the feed still runs.'
                when is_worse
                    then
                        {{ format_points('quarantine_rate') }} || ' % of its rows are quarantined'
                        || case when rule = 'all' then '' else ' by the rule ' || rule end
                        || ', and never more than '
                        || {{ format_points('highest_earlier_rate') }}
                        || ' % were: see quarantined_records.'
            end as varchar
        ) as sentence
    from judged
)

select * from final
