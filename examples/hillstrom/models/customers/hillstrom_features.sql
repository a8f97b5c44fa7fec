with

feature_dates as (
    select * from {{ ref('int_feature_dates_collected') }}
),

customers as (
    select * from {{ ref('stg_hillstrom__customers') }}
),

final as (
    select
        cast(feature_dates.customer_id as varchar) as customer_id,
        cast(feature_dates.as_of_date as date) as as_of_date,
        cast(customers.months_since_purchase as double) as months_since_purchase,
        cast(customers.past_year_spend_amount as double) as past_year_spend_amount,
        cast(customers.has_bought_mens as double) as has_bought_mens,
        cast(customers.has_bought_womens as double) as has_bought_womens,
        cast(customers.is_new_customer as double) as is_new_customer,
        cast(customers.zip_code_area as varchar) as zip_code_area,
        cast(customers.purchase_channel as varchar) as purchase_channel
    from feature_dates
    inner join customers
        on feature_dates.customer_id = customers.customer_id
)

select * from final
