with

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
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
        options.decision_value_amount,
        false as is_explored
    from options
    inner join policies
        on options.policy = policies.challenger_policy
    where policies.challenger_share > 0
)

select * from final
