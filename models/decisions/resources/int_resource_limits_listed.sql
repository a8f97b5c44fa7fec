with

maximums as (
    select * from {{ ref('int_resource_maximums_listed') }}
),

mandatory_use as (
    select * from {{ ref('int_mandatory_use_summed') }}
),

mandatory_foreseen as (
    select * from {{ ref('int_mandatory_foreseen_summed') }}
),

replaced as (
    select * from {{ ref('int_commitments_replaced') }}
),

horizon as (
    select * from {{ ref('int_planning_horizon_set') }}
),

used as (
    select
        maximums.*,
        coalesce(mandatory_use.use_amount, 0) as mandatory_amount,
        coalesce(mandatory_foreseen.use_amount, 0) as reserved_amount,
        coalesce(replaced.replaced_amount, 0) as replaced_amount,
        {{ add_days('maximums.period_end', 1) }} as next_start,
        {{ add_days('horizon.horizon_end', 1) }} as horizon_after,
        case maximums.period when 'month' then 1 when 'quarter' then 3 when 'year' then 12 end
            as month_count
    from maximums
    cross join horizon
    left join mandatory_use
        on
            maximums.resource_id = mandatory_use.resource_id
            and maximums.account_manager_id = mandatory_use.account_manager_id
    left join mandatory_foreseen
        on
            maximums.resource_id = mandatory_foreseen.resource_id
            and maximums.account_manager_id = mandatory_foreseen.account_manager_id
    left join replaced
        on
            maximums.resource_id = replaced.resource_id
            and maximums.account_manager_id = replaced.account_manager_id
),

whole_periods as (
    select
        *,
        {{ days_between('next_start', 'horizon_after') }} as later_day_count,
        case
            when month_count is not null
                then
                    cast(
                        floor({{ months_between('next_start', 'horizon_after') }} / month_count)
                        as integer
                    )
            else 0
        end as whole_count
    from used
),

-- The last period may reach beyond the horizon, and counts by its days.
last_periods as (
    select
        *,
        case
            when month_count is not null
                then {{ add_months('next_start', 'whole_count * month_count') }}
        end as rest_start,
        case
            when month_count is not null
                then {{ add_months('next_start', '(whole_count + 1) * month_count') }}
        end as rest_after
    from whole_periods
),

-- Mandatory actions are paid for before all else, those that come up later in the period as well,
-- and today's decisions replace those that stand.
final as (
    select
        resource_id,
        account_manager_id,
        period,
        period_start,
        period_end,
        plan_amount,
        carried_over_amount,
        committed_amount - replaced_amount as committed_amount,
        delivered_amount,
        reserved_amount,
        case
            when maximum_amount is not null
                then
                    greatest(
                        round(
                            plan_amount + carried_over_amount - committed_amount
                            + replaced_amount - delivered_amount - mandatory_amount
                            - reserved_amount,
                            4
                        ),
                        0
                    )
        end as maximum_amount,
        greatest(
            round(
                minimum_plan_amount - committed_amount + replaced_amount - delivered_amount
                - mandatory_amount - reserved_amount,
                4
            ),
            0
        ) as minimum_amount,
        case
            when month_count is not null
                then
                    whole_count
                    + {{ days_between('rest_start', 'horizon_after') }}
                    / cast({{ days_between('rest_start', 'rest_after') }} as double)
            when period = 'week' then later_day_count / cast(7 as double)
            else cast(later_day_count as double)
        end as later_period_count
    from last_periods
)

select * from final
