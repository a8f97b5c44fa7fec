{#- What whoever carries the action out needs to know; a change of any of it is said again. -#}
{% set last_day = number_var('nba_decision_expiry_days') - 1 %}
{% set told = [
    'customer_id', 'action_id', 'base_action_id', 'action_name', 'channel', 'goal', 'worked_by',
    'account_manager_id', 'decided_on', 'due_on', 'expected_value_amount', 'cost_amount', 'reason',
] %}
with

recommendations as (
    select * from {{ ref('recommendations') }}
    where is_open
),

decisions as (
    select * from {{ ref('decision_log') }}
    where is_live
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

actions as (
    select * from {{ ref('int_actions_staffed') }}
),

-- The highest batch of a day is what counts.
numbered as (
    select
        *,
        max(batch_number) over (partition by as_of_date) as last_batch_number
    from decisions
),

described as (
    select
        numbered.decision_id,
        recommendations.decision_state,
        recommendations.as_of_date,
        recommendations.customer_id,
        recommendations.action_id,
        actions.base_action_id,
        actions.action_name,
        actions.channel,
        actions.goal,
        actions.worked_by,
        profiles.account_manager_id,
        recommendations.decided_on,
        {{ add_days('recommendations.decided_on', last_day) }} as due_on,
        recommendations.expected_value_amount,
        recommendations.cost_amount,
        recommendations.priority_rank,
        recommendations.segment,
        recommendations.reason
    from recommendations
    inner join numbered
        on
            recommendations.customer_id = numbered.customer_id
            and recommendations.decided_on = numbered.as_of_date
            and numbered.batch_number = numbered.last_batch_number
    inner join profiles
        on recommendations.customer_id = profiles.customer_id
    inner join actions
        on recommendations.action_id = actions.action_id
),

final as (
    select
        *,
        md5(
            concat_ws(
                '|',
                {% for column in told %}
                coalesce(cast({{ column }} as varchar), ''){{ "," if not loop.last }}
                {% endfor %}
            )
        ) as content_hash
    from described
)

select * from final
