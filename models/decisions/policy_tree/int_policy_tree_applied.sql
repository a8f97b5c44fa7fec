with

applied as (
    select * from {{ ref('ml_policy_tree_actions') }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(value_amount as double) as value_amount
    from applied
)

select * from final
