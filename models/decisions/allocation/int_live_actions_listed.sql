with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

final as (
    select
        allocated.customer_id,
        allocated.action_id,
        actions.goal
    from allocated
    inner join actions
        on allocated.action_id = actions.action_id
    inner join policies
        on allocated.policy = policies.live_policy
    where actions.goal <> 'none'
)

select * from final
