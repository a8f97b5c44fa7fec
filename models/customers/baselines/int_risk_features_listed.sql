{{ config(materialized='view') }}

with

catalogue as (
    select * from {{ ref('feature_catalogue') }}
),

-- The company's own score is what this model is compared with, and does without.
final as (
    select
        feature_name,
        feature_type,
        feature_order
    from catalogue
    where feature_name <> 'churn_probability'
)

select * from final
