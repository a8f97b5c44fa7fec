with

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- A goal is at stake for a customer if an action of that goal is open to them.
final as (
    select distinct
        eligibility.customer_id,
        actions.goal
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    where eligibility.is_eligible and actions.goal <> 'none'
)

select * from final
