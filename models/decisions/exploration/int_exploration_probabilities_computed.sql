with

options as (
    select * from {{ ref('int_exploration_options_listed') }}
),

limits as (
    select * from {{ ref('int_exploration_limits_measured') }}
),

kept as (
    select
        action_id,
        account_manager_id,
        min(kept_share) as kept_share
    from limits
    group by action_id, account_manager_id
),

capped as (
    select
        options.*,
        cast(
            floor(
                options.wanted_draw_units
                * least(
                    coalesce(kept_of_all.kept_share, 1), coalesce(kept_of_manager.kept_share, 1)
                )
            ) as bigint
        ) as draw_units
    from options
    left join kept as kept_of_all
        on
            options.action_id = kept_of_all.action_id
            and kept_of_all.account_manager_id = 'all'
    left join kept as kept_of_manager
        on
            options.action_id = kept_of_manager.action_id
            and options.account_manager_id = kept_of_manager.account_manager_id
),

-- The draws of two actions know nothing of each other, and the first one that hits wins.
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
        draw_units,
        draw_units / {{ draw_units() }}
        * exp(
            coalesce(
                sum(ln(1 - draw_units / {{ draw_units() }})) over (
                    partition by customer_id
                    order by draw_position asc nulls last
                    rows between unbounded preceding and 1 preceding
                ),
                0
            )
        ) as explored_probability
    from capped
)

select * from final
