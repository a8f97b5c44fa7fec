{% set attributes = trigger_attributes() %}
{% set triggers = decision_triggers() if decision_period_days() else [] %}
with

triggers as (
    select * from {{ ref('input_decision_triggers') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

last_decisions as (
    select * from {{ ref('int_last_decisions_found') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live
),

attributes_of_triggers as (
    select
        {% for name in triggers | map(attribute='attribute') | unique -%}
            {{ attributes[name].column }} as {{ name }},
        {% endfor -%}
        profiles.customer_id,
        profiles.as_of_date
    from profiles
    left join engagement -- noqa: ST11
        on profiles.customer_id = engagement.customer_id
    left join features -- noqa: ST11
        on
            profiles.customer_id = features.customer_id
            and profiles.as_of_date = features.as_of_date
    left join last_decisions -- noqa: ST11
        on profiles.customer_id = last_decisions.customer_id
    where profiles.is_active
),

true_today as (
    {% for trigger in triggers %}
    select
        customer_id,
        as_of_date,
        {{ text_literal(trigger.trigger_id) }} as trigger_id
    from attributes_of_triggers
    where {{ rule_condition(trigger, attributes[trigger.attribute].type) }}

    union all

    {% endfor %}
    select
        customer_id,
        as_of_date,
        cast(null as varchar) as trigger_id
    from attributes_of_triggers
    where false
),

-- A trigger is spent by the decision at which it was true, whichever made the customer up.
last_pulls as (
    select
        past_decisions.customer_id,
        triggers.trigger_id,
        max(past_decisions.as_of_date) as last_pulled_on
    from past_decisions
    inner join triggers
        on
            position(
                '|' || triggers.trigger_id || '|' in '|' || past_decisions.decision_triggers || '|'
            ) > 0
    group by past_decisions.customer_id, triggers.trigger_id
),

final as (
    select
        true_today.customer_id,
        true_today.trigger_id
    from true_today
    inner join triggers
        on true_today.trigger_id = triggers.trigger_id
    left join last_pulls
        on
            true_today.customer_id = last_pulls.customer_id
            and true_today.trigger_id = last_pulls.trigger_id
    where
        last_pulls.last_pulled_on is null
        or {{ days_between('last_pulls.last_pulled_on', 'true_today.as_of_date') }}
        >= triggers.gap_days
)

select * from final
