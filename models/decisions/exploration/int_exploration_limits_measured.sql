with

options as (
    select * from {{ ref('int_exploration_options_listed') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

demands as (
    select
        action_id,
        account_manager_id,
        is_by_account_manager,
        budget_share_amount,
        sum(wanted_draw_units) / {{ draw_units() }} as demand_count,
        cast(
            sum(
                cast(wanted_draw_units as decimal(19, 0)) * cast(cost_amount as decimal(18, 4))
            ) as double
        ) / {{ draw_units() }} as demand_amount,
        cast(max(cost_amount) as double) as highest_cost_amount
    from options
    where wanted_draw_units > 0
    group by action_id, account_manager_id, is_by_account_manager, budget_share_amount
),

claims as (
    select
        limits.resource_id,
        limits.account_manager_id,
        resource_use.action_id,
        resource_use.amount,
        limits.maximum_amount * {{ number_var('nba_exploration_resource_share') }} as limit_amount,
        {{ exact_sum('demands.demand_count') }} as demand_count
    from limits
    inner join resource_use
        on limits.resource_id = resource_use.resource_id
    inner join demands
        on
            resource_use.action_id = demands.action_id
            and (
                limits.account_manager_id = 'all'
                or limits.account_manager_id = demands.account_manager_id
            )
    where limits.maximum_amount is not null and resource_use.amount > 0
    group by
        limits.resource_id, limits.account_manager_id, resource_use.action_id,
        resource_use.amount, limits.maximum_amount
),

-- Each action may be drawn as often as fits into its share, by what it would use without a limit.
counts as (
    select
        *,
        floor(
            round(
                limit_amount * demand_count
                / sum(demand_count * amount) over (partition by resource_id, account_manager_id),
                9
            )
        ) as draw_count
    from claims
),

-- Draws in the order of their cost spend what is expected and one more, the dearest, at most.
-- Draws in the order of account managers are counted at the highest cost.
money as (
    select
        action_id,
        case
            when is_by_account_manager
                then
                    floor(round(budget_share_amount / max(highest_cost_amount), 9))
                    / {{ exact_sum('demand_count') }}
            else
                (budget_share_amount - max(highest_cost_amount))
                / {{ exact_sum('demand_amount') }}
        end as kept_share
    from demands
    where demand_amount > 0
    group by action_id, is_by_account_manager, budget_share_amount
),

kept as (
    select
        resource_id,
        account_manager_id,
        action_id,
        draw_count / demand_count as kept_share
    from counts

    union all

    select
        'budget' as resource_id,
        'all' as account_manager_id,
        action_id,
        kept_share
    from money
),

final as (
    select
        resource_id,
        account_manager_id,
        action_id,
        least(greatest(kept_share, 0), 1) as kept_share
    from kept
)

select * from final
