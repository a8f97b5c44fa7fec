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

-- Explaining a customer takes as long as scoring hundreds; nobody reads the reasons of them all.
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
    qualify
        row_number() over (
            order by
                allocated.expected_value_amount desc nulls last,
                allocated.customer_id asc nulls last
        ) <= {{ number_var('nba_explained_customer_limit') | int }}
)

select * from final
