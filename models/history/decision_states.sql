with

decisions as (
    select * from {{ ref('int_decision_lives_bounded') }}
),

matched_events as (
    select * from {{ ref('int_decision_events_matched') }}
),

customers as (
    select * from {{ ref('input_customers') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- A decision expires at the start of a day, before anything else happens on it.
endings as (
    select
        decisions.decision_id,
        decisions.expires_on as ended_on,
        'expired' as state,
        0 as precedence
    from decisions
    cross join calendar
    where decisions.expires_on <= calendar.as_of_date

    union all

    select
        decision_id,
        performed_on as ended_on,
        case when is_delivery then 'delivered' else 'overridden' end as state,
        case when is_delivery then 1 else 2 end as precedence
    from matched_events

    union all

    select
        decision_id,
        withdrawn_on as ended_on,
        'withdrawn' as state,
        3 as precedence
    from decisions
    where withdrawn_on is not null

    union all

    select
        decision_id,
        next_decided_on as ended_on,
        'superseded' as state,
        4 as precedence
    from decisions
    where next_decided_on is not null
),

-- What ended it first counts.
ranked as (
    select
        *,
        row_number() over (
            partition by decision_id order by ended_on asc nulls last, precedence asc nulls last
        ) as ending_order
    from endings
),

closed as (
    select
        decision_id,
        ended_on,
        state
    from ranked
    where ending_order = 1
),

stated as (
    select
        decisions.*,
        coalesce(closed.state, 'standing') as state,
        coalesce(closed.ended_on, decisions.decided_on) as state_on,
        customers.account_manager_id
    from decisions
    left join closed
        on decisions.decision_id = closed.decision_id
    left join customers
        on decisions.customer_id = customers.customer_id
),

final as (
    select
        cast(stated.decision_id as varchar) as decision_id,
        cast(stated.customer_id as varchar) as customer_id,
        cast(stated.action_id as varchar) as action_id,
        cast(stated.base_action_id as varchar) as base_action_id,
        cast(stated.decided_on as date) as decided_on,
        cast(stated.expires_on as date) as expires_on,
        cast(stated.next_decided_on as date) as next_decided_on,
        cast(stated.state as varchar) as state,
        cast(stated.state_on as date) as state_on,
        cast(matched_events.action_event_id as varchar) as action_event_id,
        cast(case when stated.state = 'delivered' then stated.state_on end as date)
            as delivered_on,
        cast(
            case when stated.state = 'overridden' then matched_events.action_id end as varchar
        ) as overriding_action_id,
        cast(
            case when stated.state = 'overridden' then matched_events.override_reason end as varchar
        ) as override_reason,
        cast(stated.account_manager_id as varchar) as account_manager_id,
        cast(stated.cost_amount as decimal(18, 4)) as cost_amount
    from stated
    left join matched_events
        on
            stated.decision_id = matched_events.decision_id
            and stated.state in ('delivered', 'overridden')
)

select * from final
