with

customer_values as (
    select * from {{ ref('int_customer_values_dated') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

final as (
    select
        customer_values.customer_id,
        customer_values.as_of_date,
        goals.goal,
        {{ goal_worth('goals', 'customer_values') }} as value_amount
    from customer_values
    cross join goals
)

select * from final
