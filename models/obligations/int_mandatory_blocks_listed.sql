{% set attributes = rule_attributes() %}
{% set rules = eligibility_rules() | selectattr('action_id') | list %}
{#- What is known only after the training cannot be waited for: such rules are quarantined. -#}
{% set known_rules = [] %}
{% for rule in rules if not attributes[rule.attribute].column.startswith('segments.') %}
    {% do known_rules.append(rule) %}
{% endfor %}
with

rules as (
    select * from {{ ref('input_eligibility_rules') }}
),

actions as (
    select * from {{ ref('input_actions') }}
    where is_mandatory
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

attributes_of_rules as (
    select
        {% for name in known_rules | map(attribute='attribute') | unique -%}
            {{ attributes[name].column }} as {{ name }},
        {% endfor -%}
        profiles.customer_id
    from profiles
    left join engagement -- noqa: ST11
        on profiles.customer_id = engagement.customer_id
    left join features -- noqa: ST11
        on
            profiles.customer_id = features.customer_id
            and profiles.as_of_date = features.as_of_date
    where profiles.is_active
),

blocked_customers as (
    {% for rule in known_rules %}
    select
        customer_id,
        {{ text_literal(rule.rule_id) }} as rule_id
    from attributes_of_rules
    where {{ rule_condition(rule, attributes[rule.attribute].type) }}

    union all

    {% endfor %}
    select
        customer_id,
        cast(null as varchar) as rule_id
    from attributes_of_rules
    where false
),

-- General rules are about what is offered; a notice is held back by rules of its own alone.
final as (
    select distinct
        blocked_customers.customer_id,
        actions.action_id
    from blocked_customers
    inner join rules
        on blocked_customers.rule_id = rules.rule_id
    inner join actions
        on rules.action_id in (actions.action_id, actions.base_action_id)
)

select * from final
