with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

trace as (
    select * from {{ ref('decision_trace') }}
    where net_value_rank = 1
),

exploration as (
    select * from {{ ref('int_exploration_drawn') }}
),

exploration_probabilities as (
    select * from {{ ref('int_exploration_probabilities_computed') }}
),

challenged_customers as (
    select * from {{ ref('int_challenged_customers_drawn') }}
),

thompson_probabilities as (
    select * from {{ ref('int_thompson_probabilities_counted') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

-- What the policy in charge would have done by itself: where chance or the challenger decided,
-- what its prices choose.
described as (
    select
        allocated.customer_id,
        allocated.action_id as live_action_id,
        allocated.is_exploration,
        allocated.is_challenged,
        policies.live_policy,
        case
            when allocated.is_exploration then allocated.priced_action_id
            when allocated.is_challenged then trace.action_id
            else allocated.action_id
        end as champion_action_id,
        policies.challenger_policy,
        challenged_customers.challenger_action_id,
        coalesce(challenged_customers.challenger_probability, 0) as challenger_probability,
        coalesce(exploration.exploration_probability, 0) as exploration_probability,
        coalesce(exploration_probabilities.explored_probability, 0) as explored_probability,
        coalesce(exploration.open_action_count, 1) as open_action_count,
        coalesce(thompson_probabilities.action_probability, 0) as thompson_probability
    from allocated
    inner join policies
        on allocated.policy = policies.live_policy
    left join trace
        on
            allocated.policy = trace.policy
            and allocated.customer_id = trace.customer_id
    left join exploration
        on allocated.customer_id = exploration.customer_id
    left join exploration_probabilities
        on
            allocated.customer_id = exploration_probabilities.customer_id
            and allocated.action_id = exploration_probabilities.action_id
    left join challenged_customers
        on allocated.customer_id = challenged_customers.customer_id
    left join thompson_probabilities
        on
            allocated.customer_id = thompson_probabilities.customer_id
            and allocated.action_id = thompson_probabilities.action_id
),

by_policy as (
    select
        *,
        case
            when live_policy = 'thompson_sampling' then thompson_probability
            when champion_action_id = live_action_id then 1
            else 0
        end as champion_action_probability,
        case
            when challenger_policy = 'thompson_sampling' then thompson_probability
            when challenger_action_id = live_action_id then 1
            else 0
        end as challenger_action_probability
    from described
),

-- Explorers are drawn from all that is open; the others follow one of the two policies.
final as (
    select
        customer_id,
        live_policy,
        challenger_policy,
        live_action_id,
        champion_action_id,
        open_action_count,
        case
            when is_exploration then 'exploration'
            when is_challenged then 'challenger'
            else 'champion'
        end as role,
        explored_probability / nullif(exploration_probability, 0) as explored_action_probability,
        explored_probability
        + (1 - exploration_probability)
        * (
            challenger_probability * challenger_action_probability
            + (1 - challenger_probability) * champion_action_probability
        ) as action_probability
    from by_policy
)

select * from final
