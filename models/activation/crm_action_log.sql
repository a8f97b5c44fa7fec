{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- Everything that is published must have passed its tests before anything counts as said.
{% for table in public_tables_before_decisions_are_logged() %}
-- depends_on: {{ ref_public_table(table) }}
{% endfor %}
with

changes as (
    select * from {{ ref('crm_actions') }}
),

{% if is_incremental() %}
logged as (
    select delivery_key
    from {{ this }}
),
{% else %}
logged as (
    select cast(null as varchar) as delivery_key
    where false
),
{% endif %}

final as (
    select
        {% for column in crm_action_columns()[:-1] %}
        cast(changes.{{ column.name }} as {{ column.type }}) as {{ column.name }},
        {% endfor %}
        cast(changes.content_hash as varchar) as content_hash
    from changes
    left join logged
        on changes.delivery_key = logged.delivery_key
    -- What a build of the same day logged is there already, and what is not published is not said.
    where logged.delivery_key is null and {{ is_whole_build() }}
)

select * from final
