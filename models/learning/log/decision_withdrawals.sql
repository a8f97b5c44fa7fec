{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- Everything that is published must have passed its tests before a decision counts as withdrawn.
{% for table in public_tables_before_decisions_are_logged() %}
-- depends_on: {{ ref_public_table(table) }}
{% endfor %}
with

withdrawn as (
    select * from {{ ref('int_decisions_withdrawn') }}
),

{% if is_incremental() %}
logged as (
    select decision_id
    from {{ this }}
),
{% else %}
logged as (
    select cast(null as varchar) as decision_id
    where false
),
{% endif %}

final as (
    select
        cast(withdrawn.decision_id as varchar) as decision_id,
        cast(withdrawn.customer_id as varchar) as customer_id,
        cast(withdrawn.action_id as varchar) as action_id,
        cast(withdrawn.as_of_date as date) as as_of_date,
        cast(withdrawn.reason as varchar) as reason
    from withdrawn
    left join logged
        on withdrawn.decision_id = logged.decision_id
    -- What a build of the same day logged is there already, and what is not published still stands.
    where logged.decision_id is null and {{ is_whole_build() }}
)

select * from final
