with

prices as (
    select * from {{ ref('resource_prices') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

-- What one action is charged for the resources it uses, by the account manager it is for; the
-- budget is charged by what the action costs.
final as (
    select
        prices.policy,
        prices.account_manager_id,
        resource_use.action_id,
        sum(
            cast(
                (prices.price - prices.minimum_price) * resource_use.amount as decimal(38, 6)
            )
        ) as charge_amount
    from prices
    inner join resource_use
        on prices.resource_id = resource_use.resource_id
    group by prices.policy, prices.account_manager_id, resource_use.action_id
)

select * from final
