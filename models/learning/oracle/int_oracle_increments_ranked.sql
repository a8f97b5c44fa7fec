with

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

options as (
    select
        'oracle' as policy,
        customer_id,
        action_id,
        cost_amount,
        true_value_amount as value_amount,
        catalogue_order
    from true_values
    where is_eligible
),

final as (
    {{ budget_increments('options') }}
)

select * from final
