with

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
    where account_manager_id is not null and worked_by = 'account_manager'
),

resources as (
    select * from {{ ref('input_resources') }}
    where scope = 'account_manager'
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
    where amount > 0
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
),

-- What is left for today's decisions, and what is kept for those that stand: both are work to do.
used as (
    select
        open_actions.decision_id,
        open_actions.account_manager_id,
        open_actions.priority_rank,
        resources.resource_id,
        coalesce(resources.unit_name, resources.resource_id) as unit_name,
        resource_use.amount as use_amount,
        limits.maximum_amount + limits.committed_amount as available_amount
    from open_actions
    inner join resource_use
        on open_actions.action_id = resource_use.action_id
    inner join resources
        on resource_use.resource_id = resources.resource_id
    left join limits
        on
            resources.resource_id = limits.resource_id
            and open_actions.account_manager_id = limits.account_manager_id
),

cumulated as (
    select
        *,
        round(
            cast(
                sum(cast(use_amount as decimal(18, 4))) over (
                    partition by account_manager_id, resource_id
                    order by priority_rank asc nulls last
                ) as double
            ),
            4
        ) as cumulative_amount
    from used
),

judged as (
    select
        *,
        coalesce(cumulative_amount <= round(available_amount, 4), true) as is_within_capacity
    from cumulated
),

-- Of several resources the one that is used up first.
ranked as (
    select
        *,
        bool_and(is_within_capacity) over (partition by decision_id) as is_within_all,
        row_number() over (
            partition by decision_id
            order by
                cumulative_amount / nullif(available_amount, 0) desc nulls last,
                resource_id asc nulls last
        ) as tightness_order
    from judged
),

final as (
    select
        decision_id,
        resource_id,
        unit_name,
        use_amount,
        cumulative_amount,
        available_amount,
        is_within_all as is_within_capacity
    from ranked
    where tightness_order = 1
)

select * from final
