with

eligibility as (
    select * from {{ ref('int_eligibility_judged') }}
    where is_due or is_foreseen
),

actions as (
    select * from {{ ref('input_actions') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

segment_actions as (
    select * from {{ ref('input_segment_actions') }}
),

thompson_values as (
    select * from {{ ref('int_thompson_valued') }}
),

policy_tree_actions as (
    select * from {{ ref('int_policy_tree_applied') }}
),

-- The rules everybody knows: one action per segment, by any of its treatments, or nothing.
business_as_usual as (
    select
        'business_as_usual' as policy,
        eligibility.customer_id,
        eligibility.action_id,
        eligibility.as_of_date,
        eligibility.is_eligible
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    inner join segments
        on eligibility.customer_id = segments.customer_id
    inner join segment_actions
        on segments.segment = segment_actions.segment
    where
        segment_actions.action_id in (actions.action_id, actions.base_action_id)
        or eligibility.action_id = 'do_nothing'
),

propensity_v1 as (
    select
        'propensity_v1' as policy,
        customer_id,
        action_id,
        as_of_date,
        is_eligible
    from eligibility
),

uplift_v2 as (
    select
        'uplift_v2' as policy,
        customer_id,
        action_id,
        as_of_date,
        is_eligible
    from eligibility
),

-- Every action, by the best evidence there is of it.
auto as (
    select
        'auto' as policy,
        customer_id,
        action_id,
        as_of_date,
        is_eligible
    from eligibility
),

-- The rules that the experiment suggests: one action per leaf, by any of its
-- treatments, or nothing.
policy_tree as (
    select
        'policy_tree' as policy,
        eligibility.customer_id,
        eligibility.action_id,
        eligibility.as_of_date,
        eligibility.is_eligible
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    inner join policy_tree_actions
        on eligibility.customer_id = policy_tree_actions.customer_id
    where
        policy_tree_actions.action_id in (actions.action_id, actions.base_action_id)
        or eligibility.action_id = 'do_nothing'
),

-- Actions that somebody in an experiment or a logged decision has got.
thompson_sampling as (
    select
        'thompson_sampling' as policy,
        eligibility.customer_id,
        eligibility.action_id,
        eligibility.as_of_date,
        eligibility.is_eligible
    from eligibility
    left join thompson_values
        on
            eligibility.customer_id = thompson_values.customer_id
            and eligibility.action_id = thompson_values.action_id
    where thompson_values.action_id is not null or eligibility.action_id = 'do_nothing'
),

final as (
    select * from business_as_usual
    union all
    select * from propensity_v1
    union all
    select * from uplift_v2
    union all
    select * from policy_tree
    union all
    select * from thompson_sampling
    union all
    select * from auto
)

select * from final
