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

account_managers as (
    select distinct account_manager_id
    from profiles
    where account_manager_id is not null and is_active
),

shared_limits as (
    select
        resource_id,
        'all' as account_manager_id,
        maximum_amount,
        coalesce(minimum_amount, 0) as minimum_amount
    from resources
    where scope = 'all'
),

account_manager_limits as (
    select
        resources.resource_id,
        account_managers.account_manager_id,
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
        cast({{ budget_amount() }} as double) as maximum_amount,
        cast(0 as double) as minimum_amount
),

final as (
    select * from budget
    union all
    select * from shared_limits
    union all
    select * from account_manager_limits
)

select * from final
