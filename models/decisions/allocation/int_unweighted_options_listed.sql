with

options as (
    select * from {{ ref('int_allocation_options_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

weights as (
    select bool_or(business_weight <> 1) as is_weighted
    from actions
),

final as (
    select
        options.policy,
        options.customer_id,
        options.action_id,
        options.customer_number,
        options.action_number,
        options.cost_amount,
        options.expected_value_amount,
        cast(options.decision_value_amount / actions.business_weight as decimal(18, 4))
            as decision_value_amount,
        options.is_explored
    from options
    inner join policies
        on options.policy = policies.live_policy
    inner join actions
        on options.action_id = actions.action_id
    cross join weights
    where weights.is_weighted
)

select * from final
