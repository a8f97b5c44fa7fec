with

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

numbered_customers as (
    select distinct
        customer_id,
        customer_number
    from options
),

numbered_actions as (
    select distinct
        action_id,
        action_number
    from options
),

-- The oracle knows every action of every customer, and needs to explore nothing.
final as (
    select
        'oracle' as policy,
        true_values.customer_id,
        true_values.action_id,
        numbered_customers.customer_number,
        numbered_actions.action_number,
        true_values.cost_amount,
        true_values.true_value_amount as expected_value_amount,
        true_values.true_value_amount as decision_value_amount,
        false as is_explored
    from true_values
    inner join numbered_customers
        on true_values.customer_id = numbered_customers.customer_id
    inner join numbered_actions
        on true_values.action_id = numbered_actions.action_id
    where true_values.is_eligible
)

select * from final
