with

exits as (
    select * from {{ ref('int_funnel_exits_listed') }}
),

steps as (
    select * from {{ ref('int_funnel_steps_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
    where action_id <> 'do_nothing' and not is_mandatory and not coalesce(has_treatments, false)
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

lost as (
    select
        action_id,
        step_order,
        count(*) as lost_customer_count
    from exits
    where step <> 'recommended'
    group by action_id, step_order
),

customers as (
    select
        action_id,
        count(*) as customer_count
    from exits
    group by action_id
),

counted as (
    select
        policies.live_policy as policy,
        actions.action_id,
        actions.action_name,
        steps.step_order,
        steps.step,
        steps.meaning,
        coalesce(lost.lost_customer_count, 0) as lost_customer_count,
        coalesce(customers.customer_count, 0)
        - sum(coalesce(lost.lost_customer_count, 0)) over (
            partition by actions.action_id
            order by steps.step_order asc nulls last
            rows between unbounded preceding and current row
        ) as remaining_customer_count
    from actions
    cross join steps
    cross join policies
    left join customers
        on actions.action_id = customers.action_id
    left join lost
        on
            actions.action_id = lost.action_id
            and steps.step_order = lost.step_order
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(action_id as varchar) as action_id,
        cast(action_name as varchar) as action_name,
        cast(step_order as integer) as step_order,
        cast(step as varchar) as step,
        cast(meaning as varchar) as meaning,
        cast(lost_customer_count as bigint) as lost_customer_count,
        cast(remaining_customer_count as bigint) as remaining_customer_count
    from counted
)

select * from final
