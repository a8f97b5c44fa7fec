{{ config(materialized='view') }}

with

features as (
    select * from {{ ref('int_features_selected') }}
),

profiles as (
    select * from {{ ref('int_customers_profiled') }}
),

final as (
    select features.*
    from features
    inner join profiles
        on
            features.customer_id = profiles.customer_id
            and features.as_of_date = profiles.as_of_date
    where profiles.is_active
)

-- The columns are those of whichever model nba_features_model names.
select * from final -- noqa: AM04
