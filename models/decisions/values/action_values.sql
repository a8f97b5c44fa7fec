with

valued as (
    select * from {{ ref('int_action_values_computed') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due
),

final as (
    select
        cast(valued.policy as varchar) as policy,
        cast(valued.customer_id as varchar) as customer_id,
        cast(valued.action_id as varchar) as action_id,
        cast(valued.as_of_date as date) as as_of_date,
        cast(valued.success_probability as double) as success_probability,
        cast(valued.uplift as double) as uplift,
        cast(valued.uplift_lower as double) as uplift_lower,
        cast(valued.uplift_upper as double) as uplift_upper,
        cast(valued.incremental_value_amount as decimal(18, 4)) as incremental_value_amount,
        cast(valued.cost_amount as decimal(18, 4)) as cost_amount,
        cast(valued.cost_deviation_amount as double) as cost_deviation_amount,
        cast(valued.expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(valued.decision_value_amount as decimal(18, 4)) as decision_value_amount,
        cast(valued.evidence as varchar) as evidence,
        cast(valued.is_eligible as boolean) as is_eligible
    from valued
    inner join customers
        on valued.customer_id = customers.customer_id
)

select * from final
