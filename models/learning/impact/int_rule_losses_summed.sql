{#- Each kind of rule on its own: what it alone keeps from customers. -#}
{% set steps = {'rules': 'eligibility_rules', 'contact_policy': 'contact_policies'} %}
with

action_values as (
    select * from {{ ref('action_values') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

blocks as (
    select * from {{ ref('int_action_blocks_listed') }}
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

action_charges as (
    select * from {{ ref('int_action_charges_summed') }}
),

block_steps as (
    select
        customer_id,
        action_id,
        min(step) as step,
        count(distinct step) as step_count
    from blocks
    group by customer_id, action_id
),

budget_prices as (
    select
        policy,
        price
    from prices
    where resource_id = 'budget'
),

-- At today's prices; what neither a rule nor a contact policy alone forbids stays forbidden.
netted as (
    select
        action_values.customer_id,
        action_values.is_eligible,
        case
            when
                block_steps.step_count = 1 and holdout.customer_id is null
                and actions.is_enabled and not coalesce(actions.is_mandatory, false)
                and coalesce(actions.available_from <= profiles.as_of_date, true)
                and coalesce(actions.available_until >= profiles.as_of_date, true)
                then block_steps.step
        end as only_step,
        cast(action_values.decision_value_amount as double)
        - ({{ resource_charge('cast(action_values.cost_amount as double)') }}) as net_value_amount
    from action_values
    inner join policies
        on action_values.policy = policies.live_policy
    inner join actions
        on action_values.action_id = actions.action_id
    inner join profiles
        on action_values.customer_id = profiles.customer_id
    left join block_steps
        on
            action_values.customer_id = block_steps.customer_id
            and action_values.action_id = block_steps.action_id
    left join holdout
        on action_values.customer_id = holdout.customer_id
    {{ price_joins('action_values', 'profiles') }}
    where action_values.decision_value_amount is not null
),

{% for step, part in steps.items() %}
best_by_{{ part }} as (
    select
        '{{ part }}' as part,
        customer_id,
        max(case when is_eligible then net_value_amount end) as open_value_amount,
        max(
            case when is_eligible or only_step = '{{ step }}' then net_value_amount end
        ) as freed_value_amount
    from netted
    group by customer_id
),

{% endfor %}
best as (
    {% for part in steps.values() %}
    select * from best_by_{{ part }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        part,
        count(*) as customer_count,
        {{ exact_sum('freed_value_amount - open_value_amount') }} as lost_value_amount
    from best
    group by part
)

select * from final
