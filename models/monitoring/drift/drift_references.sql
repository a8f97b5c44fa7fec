{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
{% set reference_number = number_var('nba_drift_reference_number') | int %}
with

value_counts as (
    select * from {{ ref('int_drift_values_counted') }}
    where population = 'today'
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

{% if is_incremental() %}
taken as (
    select distinct
        subject_type,
        subject
    from {{ this }}
    where reference_number = {{ reference_number }}
),
{% else %}
taken as (
    select
        cast(null as varchar) as subject_type,
        cast(null as varchar) as subject
    where false
),
{% endif %}

final as (
    select
        cast({{ reference_number }} as integer) as reference_number,
        cast(calendar.as_of_date as date) as taken_on,
        cast(value_counts.subject_type as varchar) as subject_type,
        cast(value_counts.subject as varchar) as subject,
        cast(value_counts.is_numeric as boolean) as is_numeric,
        cast(value_counts.value as double) as value,
        cast(value_counts.category as varchar) as category,
        cast(value_counts.row_count as bigint) as row_count
    from value_counts
    left join taken
        on
            value_counts.subject_type = taken.subject_type
            and value_counts.subject = taken.subject
    cross join calendar
    -- What was taken stays; what is new is taken by the first build that has it.
    where taken.subject is null and {{ is_whole_build() }}
)

select * from final
