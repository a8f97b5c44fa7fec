with

increments as (
    select * from {{ ref('int_learner_increments_ranked') }}
),

budgets as (
    select * from {{ ref('int_learner_budgets_scaled') }}
),

final as (
    {{ budget_allocation('increments', '(select budget_amount from budgets)') }}
)

select * from final
