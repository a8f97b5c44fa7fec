with

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
),

work as (
    select * from {{ ref('int_work_cumulated') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

drivers as (
    select * from {{ ref('int_talking_points_worded') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
    where action_id <> 'do_nothing'
),

last_contacts as (
    select
        customer_id,
        max(cast(performed_at as date)) as last_contact_on
    from action_history
    group by customer_id
),

final as (
    select
        cast(open_actions.account_manager_id as varchar) as account_manager_id,
        cast(
            row_number() over (
                partition by open_actions.account_manager_id
                order by open_actions.priority_rank asc nulls last
            ) as integer
        ) as work_rank,
        cast(open_actions.customer_id as varchar) as customer_id,
        cast(open_actions.decision_id as varchar) as decision_id,
        cast(open_actions.as_of_date as date) as as_of_date,
        cast(open_actions.action_id as varchar) as action_id,
        cast(open_actions.action_name as varchar) as action_name,
        cast(open_actions.decided_on as date) as decided_on,
        cast(open_actions.due_on as date) as due_on,
        cast(open_actions.expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(work.resource_id as varchar) as resource_id,
        cast(work.unit_name as varchar) as unit_name,
        cast(work.use_amount as double) as use_amount,
        cast(work.cumulative_amount as double) as cumulative_amount,
        cast(work.available_amount as double) as available_amount,
        cast(work.is_within_capacity as boolean) as is_within_capacity,
        cast(open_actions.segment as varchar) as segment,
        cast(profiles.renews_on as date) as renews_on,
        cast(profiles.customer_lifetime_value_amount as decimal(18, 2))
            as customer_lifetime_value_amount,
        cast(profiles.churn_probability as double) as churn_probability,
        cast(last_contacts.last_contact_on as date) as last_contact_on,
        cast(profiles.open_severe_ticket_count as integer) as open_severe_ticket_count,
        cast(
            concat_ws(
                '; ',
                'renews on ' || cast(profiles.renews_on as varchar),
                case
                    when profiles.open_severe_ticket_count = 1 then 'a severe ticket is open'
                    when profiles.open_severe_ticket_count > 1
                        then
                            cast(profiles.open_severe_ticket_count as varchar)
                            || ' severe tickets are open'
                end,
                case
                    when last_contacts.customer_id is null then 'no contact so far'
                    else 'last contact on ' || cast(last_contacts.last_contact_on as varchar)
                end,
                drivers.talking_points
            ) as varchar
        ) as talking_points,
        cast(open_actions.reason as varchar) as reason
    from open_actions
    inner join work
        on open_actions.decision_id = work.decision_id
    inner join profiles
        on open_actions.customer_id = profiles.customer_id
    left join drivers
        on
            open_actions.customer_id = drivers.customer_id
            and open_actions.action_id = drivers.action_id
    left join last_contacts
        on open_actions.customer_id = last_contacts.customer_id
)

select * from final
