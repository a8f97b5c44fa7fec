with

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

commitments as (
    select * from {{ ref('int_resource_commitments_listed') }}
),

carried_over as (
    select * from {{ ref('int_resources_carried_over') }}
),

committed as (
    select
        resource_id,
        account_manager_id,
        cast(sum(case when is_open then amount else 0 end) as double) as committed_amount,
        cast(sum(case when is_open then 0 else amount end) as double) as delivered_amount
    from commitments
    group by resource_id, account_manager_id
),

counted as (
    select
        plans.resource_id,
        plans.account_manager_id,
        plans.period,
        plans.period_start,
        plans.period_end,
        plans.maximum_amount as plan_amount,
        plans.minimum_amount as minimum_plan_amount,
        coalesce(carried_over.carried_over_amount, 0) as carried_over_amount,
        coalesce(committed.committed_amount, 0) as committed_amount,
        coalesce(committed.delivered_amount, 0) as delivered_amount
    from plans
    left join committed
        on
            plans.resource_id = committed.resource_id
            and plans.account_manager_id = committed.account_manager_id
    left join carried_over
        on
            plans.resource_id = carried_over.resource_id
            and plans.account_manager_id = carried_over.account_manager_id
),

-- What is left of the period.
final as (
    select
        resource_id,
        account_manager_id,
        period,
        period_start,
        period_end,
        plan_amount,
        minimum_plan_amount,
        carried_over_amount,
        committed_amount,
        delivered_amount,
        case
            when plan_amount is not null
                then
                    greatest(
                        round(
                            plan_amount + carried_over_amount - committed_amount
                            - delivered_amount,
                            4
                        ),
                        0
                    )
        end as maximum_amount,
        greatest(round(minimum_plan_amount - committed_amount - delivered_amount, 4), 0)
            as minimum_amount
    from counted
)

select * from final
