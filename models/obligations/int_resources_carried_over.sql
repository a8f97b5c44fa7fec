with

uses as (
    select * from {{ ref('int_resource_uses_dated') }}
),

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

decision_days as (
    select distinct as_of_date
    from past_decisions
    where is_live
),

-- Before the first decision nothing was saved: the plan was not there to be spent.
lived as (
    select distinct
        plans.resource_id,
        plans.account_manager_id,
        plans.last_period_start,
        plans.period_start,
        plans.maximum_amount
    from plans
    inner join decision_days
        on
            plans.last_period_start <= decision_days.as_of_date
            and plans.period_start > decision_days.as_of_date
    where plans.period <> 'build' and plans.maximum_amount is not null
),

final as (
    select
        lived.resource_id,
        lived.account_manager_id,
        round(
            greatest(
                lived.maximum_amount - coalesce(cast(sum(uses.amount) as double), 0), 0
            ) * {{ number_var('nba_carry_over_rate') }},
            4
        ) as carried_over_amount
    from lived
    left join uses
        on
            lived.resource_id = uses.resource_id
            and (
                lived.account_manager_id = 'all'
                or lived.account_manager_id = uses.account_manager_id
            )
            and lived.last_period_start <= uses.charged_on
            and lived.period_start > uses.charged_on
    group by lived.resource_id, lived.account_manager_id, lived.maximum_amount
)

select * from final
