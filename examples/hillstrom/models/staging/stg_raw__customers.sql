with

customers as (
    select * from {{ ref('stg_hillstrom__customers') }}
),

visit_values as (
    select avg(spend) as average_spend_amount
    from customers
    where visit = 1
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
        -- What a visit earns on average is what an e-mail that leads to one is worth.
        visit_values.average_spend_amount * {{ var('hillstrom_margin_rate') }}
            as expansion_value_amount
    from customers
    cross join visit_values
)

select * from final
