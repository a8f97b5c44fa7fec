with

decisions as (
    select * from {{ ref('int_decision_lives_bounded') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- What must be given is given beside a decision and says nothing of it.
events as (
    select
        action_history.action_event_id,
        action_history.customer_id,
        action_history.action_id,
        action_history.decision_id as named_decision_id,
        action_history.override_reason,
        action_history.performed_at,
        cast(action_history.performed_at as date) as performed_on,
        actions.base_action_id
    from action_history
    inner join actions
        on action_history.action_id = actions.action_id
    where not coalesce(actions.is_mandatory, false)
),

-- Who names a decision means it, as long as it has not ended; on the day it ends that is not
-- known yet.
named as (
    select
        events.*,
        decisions.decision_id,
        decisions.base_action_id as decided_base_action_id
    from events
    inner join decisions
        on
            events.named_decision_id = decisions.decision_id
            and events.customer_id = decisions.customer_id
    where
        events.performed_on >= decisions.decided_on
        and (decisions.expires_on is null or events.performed_on < decisions.expires_on)
        and (decisions.next_decided_on is null or events.performed_on <= decisions.next_decided_on)
        and (decisions.withdrawn_on is null or events.performed_on <= decisions.withdrawn_on)
),

named_events as (
    select distinct action_event_id
    from named
),

-- All others count for the decision that was open on their day: there is one at most.
dated as (
    select
        events.*,
        decisions.decision_id,
        decisions.base_action_id as decided_base_action_id
    from events
    inner join decisions
        on
            events.customer_id = decisions.customer_id
            and events.performed_on >= decisions.decided_on
            and (decisions.expires_on is null or events.performed_on < decisions.expires_on)
            and (
                decisions.next_decided_on is null
                or events.performed_on < decisions.next_decided_on
            )
            and (
                decisions.withdrawn_on is null or events.performed_on <= decisions.withdrawn_on
            )
    left join named_events
        on events.action_event_id = named_events.action_event_id
    where named_events.action_event_id is null
),

matched as (
    select * from named
    union all
    select * from dated
),

-- The first event ends the decision; on one day, what carries it out. Doing nothing is not
-- carried out.
ranked as (
    select
        *,
        base_action_id = decided_base_action_id as is_delivery,
        row_number() over (
            partition by decision_id
            order by
                performed_on asc nulls last,
                case when base_action_id = decided_base_action_id then 0 else 1 end asc nulls last,
                performed_at asc nulls last,
                action_event_id asc nulls last
        ) as event_order
    from matched
    where not (base_action_id = 'do_nothing' and decided_base_action_id = 'do_nothing')
),

final as (
    select
        decision_id,
        action_event_id,
        action_id,
        performed_on,
        is_delivery,
        override_reason
    from ranked
    where event_order = 1
)

select * from final
