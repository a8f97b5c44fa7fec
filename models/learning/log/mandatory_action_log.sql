{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- Everything that is published must have passed its tests before an action counts as given.
{% for table in public_tables_before_decisions_are_logged() %}
-- depends_on: {{ ref_public_table(table) }}
{% endfor %}
with

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

{% if is_incremental() %}
logged as (
    select
        customer_id,
        action_id,
        as_of_date
    from {{ this }}
),
{% else %}
logged as (
    select
        cast(null as varchar) as customer_id,
        cast(null as varchar) as action_id,
        cast(null as date) as as_of_date
    where false
),
{% endif %}

final as (
    select
        cast(mandatory_actions.as_of_date as date) as as_of_date,
        cast(mandatory_actions.customer_id as varchar) as customer_id,
        cast(mandatory_actions.action_id as varchar) as action_id,
        cast(mandatory_actions.cost_amount as decimal(18, 4)) as cost_amount
    from mandatory_actions
    left join logged
        on
            mandatory_actions.customer_id = logged.customer_id
            and mandatory_actions.action_id = logged.action_id
            and mandatory_actions.as_of_date = logged.as_of_date
    -- What a build of the same day logged is there already, and what is not published is not given.
    where logged.customer_id is null and {{ is_whole_build() }}
)

select * from final
