with

action_values as (
    select * from {{ ref('action_values') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

numbered_actions as (
    select
        action_id,
        row_number() over (
            order by
                (action_id <> 'do_nothing') asc nulls last,
                catalogue_order asc nulls last
        ) - 1 as action_number
    from actions
),

numbered_customers as (
    select
        customer_id,
        row_number() over (order by customer_id asc nulls last) - 1 as customer_number
    from (select distinct customer_id from action_values) as customers
),

final as (
    select
        action_values.policy,
        action_values.customer_id,
        action_values.action_id,
        cast(numbered_customers.customer_number as bigint) as customer_number,
        cast(numbered_actions.action_number as integer) as action_number,
        action_values.cost_amount,
        action_values.cost_deviation_amount,
        action_values.expected_value_amount,
        action_values.decision_value_amount
    from action_values
    inner join numbered_actions
        on action_values.action_id = numbered_actions.action_id
    inner join numbered_customers
        on action_values.customer_id = numbered_customers.customer_id
    where action_values.is_eligible
)

select * from final
