with

actions as (
    select * from {{ ref('input_actions') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

given as (
    select * from {{ ref('int_mandatory_actions_read') }}
),

times as (
    select
        customer_id,
        action_id,
        cast(performed_at as date) as given_on
    from action_history

    union all

    select
        customer_id,
        action_id,
        as_of_date as given_on
    from given
),

-- Whichever treatment it was given by.
final as (
    select
        times.customer_id,
        actions.base_action_id,
        max(times.given_on) as last_given_on
    from times
    inner join actions
        on times.action_id = actions.action_id
    where actions.is_mandatory
    group by times.customer_id, actions.base_action_id
)

select * from final
