with

states as (
    select * from {{ ref('decision_states') }}
    where state = 'standing' and action_id <> 'do_nothing'
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

blocks as (
    select * from {{ ref('int_action_blocks_listed') }}
    -- The decision counts as a contact itself.
    where step <> 'contact_policy'
),

actions as (
    select * from {{ ref('input_actions') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

block_reasons as (
    select
        customer_id,
        action_id,
        string_agg(reason, '; ' order by block_id asc nulls last) as reasons
    from blocks
    group by customer_id, action_id
),

-- Who is up for a decision gets a new one instead.
judged as (
    select
        states.decision_id,
        states.customer_id,
        states.action_id,
        calendar.as_of_date,
        concat_ws(
            '; ',
            case when profiles.customer_id is null then 'the customer is no longer known' end,
            case when not profiles.is_active then 'the customer has left' end,
            case when actions.action_id is null then 'the action is no longer in the catalogue' end,
            case
                when
                    actions.action_id is not null
                    and not {{ action_is_live('actions', 'calendar.as_of_date') }}
                    then 'the action is no longer to be had'
            end,
            block_reasons.reasons
        ) as reason
    from states
    cross join calendar
    left join profiles
        on states.customer_id = profiles.customer_id
    left join actions
        on states.action_id = actions.action_id
    left join block_reasons
        on
            states.customer_id = block_reasons.customer_id
            and states.action_id = block_reasons.action_id
    left join points
        on states.customer_id = points.customer_id
    where points.customer_id is null
),

final as (
    select
        decision_id,
        customer_id,
        action_id,
        as_of_date,
        reason
    from judged
    where reason <> ''
)

select * from final
