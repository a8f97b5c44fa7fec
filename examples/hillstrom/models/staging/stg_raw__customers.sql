with

customers as (
    select * from {{ ref('stg_hillstrom__customers') }}
),

final as (
    select
        customers.customer_id,
        cast(null as varchar) as industry,
        cast(null as varchar) as size_band,
        customers.zip_code_area as region,
        cast(null as varchar) as plan,
        customers.purchase_channel as acquisition_channel,
        cast(null as varchar) as account_manager_id,
        cast(null as date) as signed_up_on,
        cast(null as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(null as decimal(18, 2)) as expansion_value_amount
    from customers
)

select * from final
