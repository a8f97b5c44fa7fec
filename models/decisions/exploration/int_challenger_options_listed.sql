with

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

exploration as (
    select * from {{ ref('int_exploration_drawn') }}
),

challenger_options as (
    select options.*
    from options
    inner join policies
        on options.policy = policies.challenger_policy
    where policies.challenger_share > 0
),

-- What is drawn is paid for first, at the cost that the policy in charge expects, so that draws and
-- challenger together stay within every limit.
drawn as (
    select
        policies.challenger_policy as policy,
        options.customer_id,
        options.action_id,
        options.customer_number,
        options.action_number,
        options.cost_amount,
        options.expected_value_amount
    from options
    inner join policies
        on options.policy = policies.live_policy
    inner join exploration
        on
            options.customer_id = exploration.customer_id
            and options.action_id = exploration.explored_action_id
    where policies.challenger_share > 0
),

final as (
    select
        challenger_options.policy,
        challenger_options.customer_id,
        challenger_options.action_id,
        challenger_options.customer_number,
        challenger_options.action_number,
        challenger_options.cost_amount,
        challenger_options.expected_value_amount,
        challenger_options.decision_value_amount,
        false as is_explored
    from challenger_options
    left join drawn
        on
            challenger_options.customer_id = drawn.customer_id
            and challenger_options.action_id = drawn.action_id
    where drawn.customer_id is null

    union all

    select
        drawn.policy,
        drawn.customer_id,
        drawn.action_id,
        drawn.customer_number,
        drawn.action_number,
        drawn.cost_amount,
        drawn.expected_value_amount,
        challenger_options.decision_value_amount,
        true as is_explored
    from drawn
    left join challenger_options
        on
            drawn.customer_id = challenger_options.customer_id
            and drawn.action_id = challenger_options.action_id
)

select * from final
