with

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

maximums as (
    select * from {{ ref('int_resource_maximums_listed') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

-- By whose customers they are; everybody's limits take all of them.
uses as (
    select
        'budget' as resource_id,
        account_manager_id,
        sum(cost_amount) as use_amount
    from mandatory_actions
    group by account_manager_id

    union all

    select
        resource_use.resource_id,
        mandatory_actions.account_manager_id,
        sum(cast(resource_use.amount as decimal(18, 4))) as use_amount
    from mandatory_actions
    inner join resource_use
        on mandatory_actions.action_id = resource_use.action_id
    group by resource_use.resource_id, mandatory_actions.account_manager_id
),

final as (
    select
        maximums.resource_id,
        maximums.account_manager_id,
        maximums.maximum_amount,
        cast(sum(uses.use_amount) as double) as use_amount
    from maximums
    inner join uses
        on
            maximums.resource_id = uses.resource_id
            and (
                maximums.account_manager_id = 'all'
                or maximums.account_manager_id = uses.account_manager_id
            )
    group by maximums.resource_id, maximums.account_manager_id, maximums.maximum_amount
)

select * from final
