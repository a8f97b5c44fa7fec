{% set attributes = rule_attributes() %}
{% set rules = eligibility_rules() %}
with

rules as (
    select * from {{ ref('input_eligibility_rules') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due or is_foreseen or has_standing_decision
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

attributes_of_rules as (
    {{ customer_attributes(rules | map(attribute='attribute') | list) }}
),

-- Each rule is one comparison in the type of its column.
blocked_customers as (
    {% for rule in rules %}
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

final as (
    select
        blocked_customers.customer_id,
        actions.action_id,
        'rule|' || rules.rule_id as block_id,
        rules.reason
    from blocked_customers
    inner join rules
        on blocked_customers.rule_id = rules.rule_id
    inner join actions
        on
            (
                rules.action_id is null
                or rules.action_id in (actions.action_id, actions.base_action_id)
            )
            and coalesce(rules.channel = actions.channel, rules.channel is null)
            and coalesce(rules.goal = actions.goal, true)
    where actions.action_id <> 'do_nothing'
)

select * from final
