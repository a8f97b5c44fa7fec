with

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

final as (
    select
        {{ budget_amount() }} as budget_amount,
        coalesce(sum(cost_amount), 0) as mandatory_cost_amount,
        cast({{ budget_amount() }} - coalesce(sum(cost_amount), 0) as decimal(18, 4))
            as left_amount
    from mandatory_actions
)

select * from final
