{{ config(materialized='view') }}

with

features as (
    select * from {{ ref(var('nba_features_model')) }}
)

-- The columns are those of whichever model the variable names.
select * from features -- noqa: AM04
