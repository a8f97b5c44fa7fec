{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='as_of_date',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- A day that is built again has what was measured last.
with

measured as (
    select * from {{ ref('int_data_quality_measured') }}
),

final as (
    select
        as_of_date,
        input_name,
        rule,
        row_count,
        quarantine_rate,
        newest_on,
        known_row_count
    from measured
    where {{ is_whole_build() }}
)

select * from final
