{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='as_of_date',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- A day that is built again has what was measured last.
with

drift as (
    select * from {{ ref('drift') }}
),

final as (
    select
        as_of_date,
        reference,
        subject_type,
        subject,
        stability_index,
        statistic,
        p_value,
        today_missing_rate,
        new_category_rate,
        severity
    from drift
    where {{ is_whole_build() }}
)

select * from final
