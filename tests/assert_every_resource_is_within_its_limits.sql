-- Counts the use again from the choices themselves, in the resource's own unit.
with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

uses as (
    select
        allocated.policy,
        resource_use.resource_id,
        profiles.account_manager_id,
        sum(cast(resource_use.amount as decimal(38, 4))) as use_amount
    from allocated
    inner join resource_use
        on allocated.action_id = resource_use.action_id
    inner join profiles
        on allocated.customer_id = profiles.customer_id
    group by allocated.policy, resource_use.resource_id, profiles.account_manager_id
),

counted as (
    select
        prices.policy,
        prices.resource_id,
        prices.account_manager_id,
        prices.maximum_amount,
        coalesce(sum(uses.use_amount), 0) as use_amount
    from prices
    left join uses
        on
            prices.policy = uses.policy
            and prices.resource_id = uses.resource_id
            and (
                prices.account_manager_id = 'all'
                or prices.account_manager_id = uses.account_manager_id
            )
    where prices.resource_id <> 'budget'
    group by
        prices.policy, prices.resource_id, prices.account_manager_id, prices.maximum_amount
)

select *
from counted
where use_amount > cast(maximum_amount as decimal(38, 4))
