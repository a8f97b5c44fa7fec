with

customers as (
    select * from {{ ref('int_proposal_customers_ranked') }}
),

settings as (
    select * from {{ ref('int_proposal_settings_summed') }}
),

population as (
    select * from {{ ref('int_population_scaled') }}
),

-- Those whom the resources would reach, in groups that the action pays for from about the same
-- persuasion rate on.
numbered as (
    select
        customers.action_id,
        customers.persuadable_value_amount,
        customers.outlay_amount,
        population.customers_per_point,
        ntile(50) over (
            partition by customers.action_id
            order by
                customers.outlay_amount / nullif(customers.persuadable_value_amount, 0)
                asc nulls last,
                customers.customer_id asc nulls last
        ) as group_number
    from customers
    inner join settings
        on customers.action_id = settings.action_id
    cross join population
    where customers.gain_rank * population.customers_per_point <= settings.treatable_count
),

final as (
    select
        action_id,
        group_number,
        {{ exact_sum('persuadable_value_amount * customers_per_point') }} as value_amount,
        {{ exact_sum('outlay_amount * customers_per_point') }} as outlay_amount
    from numbered
    group by action_id, group_number
)

select * from final
order by action_id asc nulls last, group_number asc nulls last
