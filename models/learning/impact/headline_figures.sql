{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
with

recommendations as (
    select * from {{ ref('recommendations') }}
),

certificates as (
    select * from {{ ref('allocation_certificate') }}
),

impact as (
    select * from {{ ref('business_impact') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

totals as (
    select
        count(*) as customer_count,
        sum(case when is_open then 1 else 0 end) as treated_customer_count,
        sum(case when is_open then cost_amount else 0 end) as cost_amount,
        sum(case when is_open then expected_value_amount else 0 end) as expected_value_amount
    from recommendations
),

figures as (
    {% for figure in (
        'customer_count', 'treated_customer_count', 'cost_amount', 'expected_value_amount'
    ) %}
    select
        '{{ figure }}' as figure,
        'all' as subject,
        cast({{ figure }} as double) as value,
        cast(null as double) as lower,
        cast(null as double) as upper
    from totals

    union all
    {% endfor %}

    select
        'action_customer_count' as figure,
        action_id as subject,
        cast(count(*) as double) as value,
        null as lower,
        null as upper
    from recommendations
    where decision_state in ('made', 'standing')
    group by action_id

    union all

    select
        'budget_amount' as figure,
        'all' as subject,
        cast(certificates.budget_amount as double) as value,
        null as lower,
        null as upper
    from certificates
    inner join policies
        on certificates.policy = policies.live_policy

    union all

    select
        impact.measure as figure,
        impact.goal as subject,
        impact.value,
        impact.lower,
        impact.upper
    from impact
    inner join policies
        on impact.policy = policies.live_policy
),

drawn_up as (
    select
        cast(calendar.as_of_date as date) as as_of_date,
        cast(policies.live_policy as varchar) as policy,
        cast(figures.figure as varchar) as figure,
        cast(figures.subject as varchar) as subject,
        cast(figures.value as double) as value,
        cast(figures.lower as double) as lower,
        cast(figures.upper as double) as upper
    from figures
    cross join policies
    cross join calendar
    where figures.value is not null
),

{% set columns = 'as_of_date, policy, figure, subject, value, lower, upper' %}
{% if is_incremental() %}
editions as (
    select max(edition_number) as edition_number from {{ this }}
),

last_edition as (
    select {{ columns }}
    from {{ this }}
    where edition_number = (select editions.edition_number from editions)
),

-- Nulls are alike here.
new_rows as (
    select {{ columns }} from drawn_up
    except
    select {{ columns }} from last_edition
),

gone_rows as (
    select {{ columns }} from last_edition
    except
    select {{ columns }} from drawn_up
),

next_edition as (
    select
        coalesce(editions.edition_number, 0) + 1 as edition_number,
        (select count(*) from new_rows) + (select count(*) from gone_rows) > 0 as is_new
    from editions
),
{% else %}
next_edition as (
    select
        1 as edition_number,
        true as is_new
),
{% endif %}

final as (
    select
        cast(next_edition.edition_number as integer) as edition_number,
        drawn_up.as_of_date,
        drawn_up.policy,
        drawn_up.figure,
        drawn_up.subject,
        drawn_up.value,
        drawn_up.lower,
        drawn_up.upper
    from drawn_up
    cross join next_edition
    -- What is not published is no edition.
    where next_edition.is_new and {{ is_whole_build() }}
)

select * from final
