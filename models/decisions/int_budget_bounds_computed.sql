with

increments as (
    select * from {{ ref('int_action_increments_ranked') }}
),

final as (
    {{ budget_upper_bound('increments', budget_amount()) }}
)

select * from final
