with

final as (
    select
        cast(null as varchar) as policy,
        cast(null as varchar) as customer_id,
        cast(null as date) as foreseen_on,
        cast(null as varchar) as action_id,
        cast(null as decimal(18, 4)) as cost_amount,
        cast(null as decimal(18, 4)) as decision_value_amount,
        cast(null as decimal(18, 4)) as expected_value_amount
    where false
)

select * from final
