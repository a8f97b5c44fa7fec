with

policies as (
    select * from {{ ref('int_scenario_policies_listed') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

options as (
    select
        action_values.policy,
        action_values.customer_id,
        action_values.action_id,
        action_values.cost_amount,
        action_values.expected_value_amount as value_amount,
        actions.catalogue_order
    from action_values
    inner join policies
        on action_values.policy = policies.policy
    inner join actions
        on action_values.action_id = actions.action_id
    where action_values.is_eligible
),

final as (
    {{ budget_increments('options') }}
)

select * from final
