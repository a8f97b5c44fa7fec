with

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

blocks as (
    select * from {{ ref('int_action_blocks_listed') }}
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

actions as (
    select * from {{ ref('input_actions') }}
    where action_id <> 'do_nothing' and not coalesce(is_mandatory, false)
),

action_values as (
    select * from {{ ref('action_values') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

steps as (
    select * from {{ ref('int_funnel_steps_listed') }}
),

first_blocks as (
    select
        blocks.customer_id,
        blocks.action_id,
        min(steps.step_order) as step_order
    from blocks
    inner join steps
        on blocks.step = steps.step
    group by blocks.customer_id, blocks.action_id
),

live_choices as (
    select
        allocated.customer_id,
        allocated.action_id,
        allocated.is_exploration,
        allocated.is_challenged,
        allocated.binding_resource_id
    from allocated
    inner join policies
        on allocated.policy = policies.live_policy
),

live_values as (
    select
        action_values.customer_id,
        action_values.action_id,
        action_values.expected_value_amount,
        action_values.decision_value_amount
    from action_values
    inner join policies
        on action_values.policy = policies.live_policy
),

judged as (
    select
        eligibility.customer_id,
        eligibility.action_id,
        eligibility.blocked_reason,
        live_values.expected_value_amount,
        live_choices.binding_resource_id,
        case
            when live_choices.action_id = eligibility.action_id then 'recommended'
            when holdout.customer_id is not null then 'holdout'
            when first_blocks.step_order is not null then block_steps.step
            when not {{ action_is_live('actions', 'eligibility.as_of_date') }}
                then 'not_live'
            when live_values.action_id is null then 'no_evidence'
            when coalesce(live_values.decision_value_amount, 0) <= 0 then 'not_worth_it'
            when
                live_choices.action_id <> 'do_nothing'
                or live_choices.is_exploration
                or live_choices.is_challenged
                then 'another_choice'
            else 'resources'
        end as step
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    left join holdout
        on eligibility.customer_id = holdout.customer_id
    left join first_blocks
        on
            eligibility.customer_id = first_blocks.customer_id
            and eligibility.action_id = first_blocks.action_id
    left join steps as block_steps
        on first_blocks.step_order = block_steps.step_order
    left join live_choices
        on eligibility.customer_id = live_choices.customer_id
    left join live_values
        on
            eligibility.customer_id = live_values.customer_id
            and eligibility.action_id = live_values.action_id
),

final as (
    select
        judged.customer_id,
        judged.action_id,
        judged.step,
        steps.step_order,
        judged.blocked_reason,
        judged.expected_value_amount,
        judged.binding_resource_id
    from judged
    inner join steps
        on judged.step = steps.step
)

select * from final
