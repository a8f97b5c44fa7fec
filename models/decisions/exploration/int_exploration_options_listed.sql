{% set rate = number_var('nba_exploration_rate') %}
with

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

-- Actions that take something of the account manager.
manager_actions as (
    select distinct resource_use.action_id
    from resource_use
    inner join limits
        on resource_use.resource_id = limits.resource_id
    where limits.account_manager_id <> 'all'
),

-- What costs nothing comes last.
counted as (
    select
        options.customer_id,
        options.action_id,
        options.cost_amount,
        profiles.account_manager_id,
        strata.stratum,
        manager_actions.action_id is not null as is_by_account_manager,
        count(*) over (partition by options.customer_id) as open_action_count,
        row_number() over (
            partition by options.customer_id
            order by
                (options.action_id = 'do_nothing') asc nulls last,
                options.action_number asc nulls last
        ) as draw_position
    from options
    inner join policies
        on options.policy = policies.live_policy
    inner join profiles
        on options.customer_id = profiles.customer_id
    inner join strata
        on options.customer_id = strata.customer_id
    left join manager_actions
        on options.action_id = manager_actions.action_id
),

-- Who has but one action open has nothing to be drawn from. Of the others each action is drawn from
-- those whom none before it has taken, so that without limits all are as likely.
wanted as (
    select
        *,
        cast(
            floor(
                {{ draw_units() }} * {{ rate }}
                / (open_action_count - (draw_position - 1) * {{ rate }})
            ) as bigint
        ) as wanted_draw_units
    from counted
    where open_action_count > 1
),

weighed as (
    select
        *,
        cast(wanted_draw_units as decimal(19, 0)) * cast(cost_amount as decimal(18, 4))
            as wanted_cost
    from wanted
),

budget as (
    select maximum_amount
    from limits
    where resource_id = 'budget'
),

-- Each action has the share of the money that it would spend without a limit.
divided as (
    select
        weighed.*,
        budget.maximum_amount * {{ number_var('nba_exploration_resource_share') }}
        * cast(sum(weighed.wanted_cost) over (partition by weighed.action_id) as double)
        / nullif(cast(sum(weighed.wanted_cost) over () as double), 0) as budget_share_amount
    from weighed
    cross join budget
),

-- On whom an action would cost more than half of its share, nobody tries it.
final as (
    select
        customer_id,
        action_id,
        cost_amount,
        account_manager_id,
        stratum,
        is_by_account_manager,
        open_action_count,
        draw_position,
        budget_share_amount,
        case
            when cost_amount > 0 and cost_amount > coalesce(budget_share_amount, 0) / 2 then 0
            else wanted_draw_units
        end as wanted_draw_units
    from divided
)

select * from final
