with

states as (
    select * from {{ ref('decision_states') }}
),

mandatory_actions as (
    select * from {{ ref('int_mandatory_actions_read') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- A decision is charged on one day: when it was delivered, or today as long as it stands. What
-- expired, was withdrawn, superseded or overridden is not charged: it came back.
decisions as (
    select
        states.decision_id,
        states.state,
        states.account_manager_id,
        states.action_id,
        states.decided_on,
        case
            when states.state = 'delivered' then coalesce(states.delivered_on, states.state_on)
            when states.state = 'standing' then calendar.as_of_date
        end as charged_on,
        states.cost_amount
    from states
    cross join calendar
),

-- What was done instead is charged at what it cost.
overrides as (
    select
        states.decision_id,
        'override' as state,
        states.account_manager_id,
        states.overriding_action_id as action_id,
        states.decided_on,
        states.state_on as charged_on,
        coalesce(action_history.cost_amount, actions.unit_cost_amount, 0) as cost_amount
    from states
    left join action_history
        on states.action_event_id = action_history.action_event_id
    left join actions
        on states.overriding_action_id = actions.action_id
    where states.state = 'overridden'
),

mandatory as (
    select
        md5(
            concat_ws(
                '|', 'mandatory', cast(mandatory_actions.as_of_date as varchar),
                mandatory_actions.customer_id, mandatory_actions.action_id
            )
        ) as decision_id,
        'mandatory' as state,
        profiles.account_manager_id,
        mandatory_actions.action_id,
        mandatory_actions.as_of_date as decided_on,
        mandatory_actions.as_of_date as charged_on,
        mandatory_actions.cost_amount
    from mandatory_actions
    left join profiles
        on mandatory_actions.customer_id = profiles.customer_id
),

charges as (
    select * from decisions
    union all
    select * from overrides
    union all
    select * from mandatory
),

uses as (
    select
        decision_id,
        state,
        account_manager_id,
        action_id,
        'budget' as resource_id,
        decided_on,
        charged_on,
        cast(cost_amount as decimal(18, 4)) as amount
    from charges

    union all

    select
        charges.decision_id,
        charges.state,
        charges.account_manager_id,
        charges.action_id,
        resource_use.resource_id,
        charges.decided_on,
        charges.charged_on,
        cast(resource_use.amount as decimal(18, 4)) as amount
    from charges
    inner join resource_use
        on charges.action_id = resource_use.action_id
),

final as (
    select
        decision_id,
        state,
        account_manager_id,
        action_id,
        resource_id,
        decided_on,
        charged_on,
        amount
    from uses
    where amount > 0
)

select * from final
