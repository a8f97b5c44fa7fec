{{ config(materialized='view') }}

with

features as (
    select * from {{ ref('int_features_to_score') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due or is_foreseen or is_reference
),

final as (
    select features.*
    from features
    inner join customers
        on features.customer_id = customers.customer_id
)

-- The columns are those of whichever model nba_features_model names.
select * from final -- noqa: AM04
