with

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

-- Of the whole period: what is left of it falls by the day, and is no measure of what a customer
-- may cost.
final as (
    select
        {{ budget_amount() }} as budget_amount,
        coalesce(sum(cost_amount), 0) as mandatory_cost_amount,
        cast({{ budget_amount() }} - coalesce(sum(cost_amount), 0) as decimal(18, 4))
            as planned_amount
    from mandatory_actions
)

select * from final
