with

increments as (
    select * from {{ ref('int_action_increments_ranked') }}
),

budget_steps as (
    select
        step_number,
        budget_amount
    from {{ ref('int_budget_steps_listed') }}
),

frontier as (
    {{ budget_frontier('increments', 'budget_steps') }}
),

final as (
    select
        cast(frontier.policy as varchar) as policy,
        cast(budget_steps.step_number as integer) as step_number,
        cast(frontier.budget_amount as decimal(18, 4)) as budget_amount,
        cast(frontier.spend_amount as decimal(18, 4)) as spend_amount,
        cast(frontier.expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(frontier.marginal_return as double) as marginal_return
    from frontier
    inner join budget_steps
        on frontier.budget_amount = budget_steps.budget_amount
)

select * from final
