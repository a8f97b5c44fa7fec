with

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

exploration as (
    select * from {{ ref('int_exploration_drawn') }}
),

challenged_customers as (
    select * from {{ ref('int_challenged_customers_drawn') }}
    where is_challenged
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

-- The challenger decides for its share of the customers, by its own values and before the others.
followed as (
    select
        policies.live_policy as policy,
        options.customer_id,
        options.action_id,
        options.customer_number,
        options.action_number,
        options.cost_amount,
        options.cost_deviation_amount,
        options.expected_value_amount,
        options.decision_value_amount,
        options.action_id = challenged_customers.challenger_action_id as is_explored,
        false as is_explorer,
        true as is_challenged
    from options
    inner join challenged_customers
        on
            options.customer_id = challenged_customers.customer_id
            and options.policy = challenged_customers.challenger_policy
    cross join policies
),

-- Only the policy that is lived explores.
own as (
    select
        options.policy,
        options.customer_id,
        options.action_id,
        options.customer_number,
        options.action_number,
        options.cost_amount,
        options.cost_deviation_amount,
        options.expected_value_amount,
        options.decision_value_amount,
        options.policy = policies.live_policy
        and coalesce(options.action_id = exploration.explored_action_id, false) as is_explored,
        options.policy = policies.live_policy
        and coalesce(exploration.explored_action_id is not null, false) as is_explorer,
        false as is_challenged
    from options
    cross join policies
    left join exploration
        on options.customer_id = exploration.customer_id
    left join challenged_customers
        on
            options.customer_id = challenged_customers.customer_id
            and options.policy = policies.live_policy
    where challenged_customers.customer_id is null
),

final as (
    select * from own
    union all
    select * from followed
)

select * from final
