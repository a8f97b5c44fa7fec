with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

final as (
    select
        allocated.customer_id,
        allocated.action_id,
        actions.goal
    from allocated
    inner join actions
        on allocated.action_id = actions.action_id
    where allocated.policy = '{{ var("nba_policy") }}' and actions.goal <> 'none'
)

select * from final
