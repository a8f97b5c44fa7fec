{{ config(materialized='view') }}

with

features as (
    select * from {{ ref(var('nba_features_model')) }}
)

select * from features
