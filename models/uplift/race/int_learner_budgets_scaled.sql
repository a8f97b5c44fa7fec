with

profiles as (
    select * from {{ ref('customer_profile') }}
),

money as (
    select * from {{ ref('int_money_planned_counted') }}
),

valued_units as (
    select distinct unit_id
    from {{ ref('int_learner_actions_valued') }}
),

customer_counts as (
    select count(*) as active_customer_count
    from profiles
    where is_active
),

unit_counts as (
    select count(*) as unit_count
    from valued_units
),

-- The same money per head as for the customers to be decided on.
final as (
    select
        unit_counts.unit_count,
        customer_counts.active_customer_count,
        cast(
            money.planned_amount * unit_counts.unit_count
            / nullif(customer_counts.active_customer_count, 0) as decimal(18, 4)
        ) as budget_amount
    from unit_counts
    cross join customer_counts
    cross join money
)

select * from final
