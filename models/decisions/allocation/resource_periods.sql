with

uses as (
    select * from {{ ref('int_resource_uses_dated') }}
),

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
),

mandatory_use as (
    select * from {{ ref('int_mandatory_use_summed') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

of_plans as (
    select
        plans.resource_id,
        plans.account_manager_id,
        plans.period,
        uses.state,
        uses.amount,
        {{ period_start('plans.period', 'uses.decided_on') }} as decided_start,
        {{ period_start('plans.period', 'uses.charged_on') }} as charged_start
    from plans
    inner join uses
        on
            plans.resource_id = uses.resource_id
            and (
                plans.account_manager_id = 'all'
                or plans.account_manager_id = uses.account_manager_id
            )
    where plans.period <> 'build'
),

-- What was given up came back to the period it was decided in.
dated as (
    select
        resource_id,
        account_manager_id,
        charged_start as period_start,
        case when state = 'standing' then amount else 0 end as committed_amount,
        case when state = 'standing' then 0 else amount end as delivered_amount,
        0 as returned_amount
    from of_plans
    where charged_start is not null

    union all

    select
        resource_id,
        account_manager_id,
        decided_start as period_start,
        0 as committed_amount,
        0 as delivered_amount,
        amount as returned_amount
    from of_plans
    where charged_start is null

    union all

    select
        resource_id,
        account_manager_id,
        period_start,
        0 as committed_amount,
        0 as delivered_amount,
        0 as returned_amount
    from plans
),

summed as (
    select
        resource_id,
        account_manager_id,
        period_start,
        cast(sum(committed_amount) as double) as committed_amount,
        cast(sum(delivered_amount) as double) as delivered_amount,
        cast(sum(returned_amount) as double) as returned_amount
    from dated
    group by resource_id, account_manager_id, period_start
),

decided as (
    select
        prices.resource_id,
        prices.account_manager_id,
        prices.use_amount
    from prices
    inner join policies
        on prices.policy = policies.live_policy
),

counted as (
    select
        summed.resource_id,
        summed.account_manager_id,
        plans.period,
        summed.period_start,
        {{ add_days(next_period_start('plans.period', 'summed.period_start'), -1) }} as period_end,
        summed.period_start = plans.period_start as is_current,
        plans.maximum_amount as plan_amount,
        case
            when summed.period_start = plans.period_start then limits.carried_over_amount
        end as carried_over_amount,
        case
            when summed.period_start = plans.period_start then limits.committed_amount
            else summed.committed_amount
        end as committed_amount,
        summed.delivered_amount,
        summed.returned_amount,
        case
            when summed.period_start = plans.period_start
                then coalesce(decided.use_amount, 0) + coalesce(mandatory_use.use_amount, 0)
            else 0
        end as today_amount
    from summed
    inner join plans
        on
            summed.resource_id = plans.resource_id
            and summed.account_manager_id = plans.account_manager_id
    inner join limits
        on
            summed.resource_id = limits.resource_id
            and summed.account_manager_id = limits.account_manager_id
    left join decided
        on
            summed.resource_id = decided.resource_id
            and summed.account_manager_id = decided.account_manager_id
    left join mandatory_use
        on
            summed.resource_id = mandatory_use.resource_id
            and summed.account_manager_id = mandatory_use.account_manager_id
),

final as (
    select
        cast(resource_id as varchar) as resource_id,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(period as varchar) as period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        cast(is_current as boolean) as is_current,
        cast(plan_amount as double) as plan_amount,
        cast(carried_over_amount as double) as carried_over_amount,
        cast(committed_amount as double) as committed_amount,
        cast(delivered_amount as double) as delivered_amount,
        cast(returned_amount as double) as returned_amount,
        cast(today_amount as double) as today_amount,
        cast(
            round(
                plan_amount + coalesce(carried_over_amount, 0) - committed_amount
                - delivered_amount - today_amount,
                4
            ) as double
        ) as left_amount
    from counted
)

select * from final
