with

resources as (
    select * from {{ ref('input_resources') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

capacities as (
    select * from {{ ref('input_account_manager_capacities') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

account_managers as (
    select distinct account_manager_id
    from profiles
    where account_manager_id is not null and is_active
),

shared_limits as (
    select
        resource_id,
        'all' as account_manager_id,
        period,
        maximum_amount,
        coalesce(minimum_amount, 0) as minimum_amount
    from resources
    where scope = 'all'
),

account_manager_limits as (
    select
        resources.resource_id,
        account_managers.account_manager_id,
        resources.period,
        coalesce(capacities.maximum_amount, resources.maximum_amount) as maximum_amount,
        0 as minimum_amount
    from resources
    cross join account_managers
    left join capacities
        on
            resources.resource_id = capacities.resource_id
            and account_managers.account_manager_id = capacities.account_manager_id
    where resources.scope = 'account_manager'
),

budget as (
    select
        'budget' as resource_id,
        'all' as account_manager_id,
        cast(null as varchar) as period,
        cast({{ budget_amount() }} as double) as maximum_amount,
        cast(0 as double) as minimum_amount
),

limits as (
    select * from budget
    union all
    select * from shared_limits
    union all
    select * from account_manager_limits
),

with_periods as (
    select
        limits.resource_id,
        limits.account_manager_id,
        coalesce(limits.period, '{{ var('nba_budget_period') }}') as period,
        limits.maximum_amount,
        limits.minimum_amount,
        calendar.as_of_date
    from limits
    cross join calendar
),

started as (
    select
        *,
        {{ period_start('period', 'as_of_date') }} as period_start
    from with_periods
),

final as (
    select
        resource_id,
        account_manager_id,
        period,
        period_start,
        {{ add_days(next_period_start('period', 'period_start'), -1) }} as period_end,
        {{ period_start('period', add_days('period_start', -1)) }} as last_period_start,
        maximum_amount,
        minimum_amount
    from started
)

select * from final
