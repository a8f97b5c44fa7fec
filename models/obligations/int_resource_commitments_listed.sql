with

uses as (
    select * from {{ ref('int_resource_uses_dated') }}
),

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

final as (
    select
        plans.resource_id,
        plans.account_manager_id,
        uses.decision_id,
        uses.state = 'standing' as is_open,
        uses.amount
    from plans
    inner join uses
        on
            plans.resource_id = uses.resource_id
            and (
                plans.account_manager_id = 'all'
                or plans.account_manager_id = uses.account_manager_id
            )
            and plans.period_start <= uses.charged_on
            and plans.period_end >= uses.charged_on
    where plans.period <> 'build'
)

select * from final
