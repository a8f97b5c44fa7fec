with

profiles as (
    select * from {{ ref('customer_profile') }}
),

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

customers as (
    select distinct
        customer_id,
        customer_number
    from options
),

final as (
    select
        customers.customer_number,
        profiles.account_manager_id
    from customers
    inner join profiles
        on customers.customer_id = profiles.customer_id
)

select * from final
