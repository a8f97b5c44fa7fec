with

policies as (
    select * from {{ ref('input_contact_policies') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

decision_states as (
    select * from {{ ref('decision_states') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due or is_foreseen or has_standing_decision
),

{% if decision_period_days() %}
-- What is still to be delivered counts as a contact, unless it is replaced today; what was is in
-- the history already.
standing_contacts as (
    select
        decision_states.customer_id,
        decision_states.action_id,
        decision_states.decided_on as contacted_on
    from decision_states
    inner join customers
        on decision_states.customer_id = customers.customer_id
    where decision_states.state = 'standing' and not customers.is_due
),
{% else %}
-- Where every build decides anew no decision stands: what was recommended counts as done.
standing_contacts as (
    select
        customer_id,
        action_id,
        decided_on as contacted_on
    from decision_states
    where state not in ('delivered', 'withdrawn')
),
{% endif %}

-- What was done of one's own accord, and what experiments did.
contact_events as (
    select
        customer_id,
        action_id,
        cast(performed_at as date) as contacted_on
    from action_history

    union all

    select
        customer_id,
        action_id,
        cast(assigned_at as date) as contacted_on
    from assignments

    union all

    select * from standing_contacts
),

contacts as (
    select
        contact_events.customer_id,
        actions.base_action_id,
        actions.channel,
        {{ days_between('contact_events.contacted_on', 'customers.judged_on') }} as days_ago
    from contact_events
    inner join customers
        on contact_events.customer_id = customers.customer_id
    inner join actions
        on contact_events.action_id = actions.action_id
    where contact_events.action_id <> 'do_nothing'
),

counted as (
    select
        policies.policy_id,
        policies.counted,
        policies.channel as policy_channel,
        policies.maximum_contact_count,
        policies.window_days,
        contacts.customer_id,
        case policies.counted
            when 'same_channel' then contacts.channel
            when 'same_action' then contacts.base_action_id
        end as counted_for,
        count(*) as contact_count
    from policies
    inner join contacts
        on
            contacts.days_ago between 1 and policies.window_days
            and (
                policies.counted = 'all_contacts'
                or policies.channel is null
                or policies.channel = contacts.channel
            )
    group by all
),

exhausted as (
    select *
    from counted
    where contact_count >= maximum_contact_count
),

final as (
    select
        exhausted.customer_id,
        actions.action_id,
        'contact|' || exhausted.policy_id as block_id,
        'the customer had ' || cast(exhausted.contact_count as varchar)
        || case exhausted.counted
            when 'same_channel' then ' contacts by ' || exhausted.counted_for
            when 'same_action' then ' times the same action'
            else ' contacts'
        end
        || ' in ' || cast(exhausted.window_days as varchar) || ' days, the limit is '
        || cast(exhausted.maximum_contact_count as varchar) as reason
    from exhausted
    inner join actions
        on
            (exhausted.policy_channel is null or exhausted.policy_channel = actions.channel)
            and case exhausted.counted
                when 'same_channel' then exhausted.counted_for = actions.channel
                when 'same_action' then exhausted.counted_for = actions.base_action_id
                else true
            end
    where actions.action_id <> 'do_nothing'
)

select * from final
