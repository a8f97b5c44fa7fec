with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

trace as (
    select * from {{ ref('decision_trace') }}
),

live_probabilities as (
    select * from {{ ref('int_live_probabilities_computed') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- Each customer with the policy that decided for them.
live_actions as (
    select
        case
            when live_probabilities.role = 'challenger' then live_probabilities.challenger_policy
            else live_probabilities.live_policy
        end as policy,
        allocated.customer_id,
        allocated.action_id,
        allocated.is_exploration,
        allocated.binding_resource_id,
        live_probabilities.role,
        live_probabilities.action_probability
    from allocated
    inner join live_probabilities
        on
            allocated.customer_id = live_probabilities.customer_id
            and allocated.policy = live_probabilities.live_policy
),

live_values as (
    select
        action_values.customer_id,
        action_values.action_id,
        action_values.as_of_date,
        action_values.success_probability,
        action_values.uplift,
        action_values.uplift_lower,
        action_values.uplift_upper,
        action_values.evidence,
        actions.base_action_id,
        actions.goal,
        action_values.incremental_value_amount,
        action_values.cost_amount,
        action_values.expected_value_amount,
        actions.action_name,
        actions.catalogue_order,
        trace.net_value_amount
    from action_values
    inner join actions
        on action_values.action_id = actions.action_id
    inner join trace
        on
            action_values.policy = trace.policy
            and action_values.customer_id = trace.customer_id
            and action_values.action_id = trace.action_id
    inner join live_actions
        on
            action_values.customer_id = live_actions.customer_id
            and action_values.policy = live_actions.policy
    where action_values.is_eligible
),

alternatives as (
    select
        live_values.customer_id,
        live_values.action_id,
        live_values.action_name,
        live_values.expected_value_amount,
        live_values.uplift,
        live_values.goal,
        row_number() over (
            partition by live_values.customer_id
            order by
                live_values.net_value_amount desc nulls last,
                live_values.catalogue_order asc nulls last
        ) as alternative_rank
    from live_values
    inner join live_actions
        on
            live_values.customer_id = live_actions.customer_id
            and live_values.action_id <> live_actions.action_id
),

best_values as (
    select
        customer_id,
        max(expected_value_amount) as best_value_amount,
        max_by(action_name, expected_value_amount) as best_action_name,
        count(*) as valued_action_count
    from live_values
    group by customer_id
),

final as (
    select
        live_actions.policy,
        live_actions.customer_id,
        live_actions.action_id,
        live_actions.role,
        live_actions.is_exploration,
        live_actions.action_probability,
        live_actions.binding_resource_id,
        live_values.as_of_date,
        live_values.base_action_id,
        live_values.action_name,
        live_values.goal,
        live_values.success_probability,
        live_values.uplift,
        live_values.uplift_lower,
        live_values.uplift_upper,
        live_values.evidence,
        live_values.incremental_value_amount,
        live_values.cost_amount,
        live_values.expected_value_amount,
        alternatives.action_id as runner_up_action_id,
        alternatives.action_name as runner_up_action_name,
        alternatives.expected_value_amount as runner_up_value_amount,
        alternatives.uplift as runner_up_uplift,
        alternatives.goal as runner_up_goal,
        best_values.best_action_name,
        best_values.best_value_amount,
        best_values.valued_action_count
    from live_actions
    inner join live_values
        on
            live_actions.customer_id = live_values.customer_id
            and live_actions.action_id = live_values.action_id
    inner join best_values
        on live_actions.customer_id = best_values.customer_id
    left join alternatives
        on
            live_actions.customer_id = alternatives.customer_id
            and alternatives.alternative_rank = 1
)

select * from final
