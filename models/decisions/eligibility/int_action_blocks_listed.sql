with

rule_blocks as (
    select * from {{ ref('int_rule_blocks_listed') }}
),

contact_blocks as (
    select * from {{ ref('int_contact_blocks_listed') }}
),

do_not_contact as (
    select * from {{ ref('input_do_not_contact') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

closed_channels as (
    select
        do_not_contact.customer_id,
        actions.action_id,
        'closed|' || do_not_contact.channel as block_id,
        'do_not_contact' as step,
        'the customer must not be contacted'
        || case
            when do_not_contact.channel = 'all' then '' else ' by ' || do_not_contact.channel
        end
        || coalesce(' (' || do_not_contact.reason || ')', '') as reason
    from do_not_contact
    inner join actions
        on do_not_contact.channel = 'all' or do_not_contact.channel = actions.channel
    where actions.action_id <> 'do_nothing'
),

final as (
    select
        customer_id,
        action_id,
        block_id,
        'rules' as step,
        reason
    from rule_blocks

    union all

    select
        customer_id,
        action_id,
        block_id,
        'contact_policy' as step,
        reason
    from contact_blocks

    union all

    select
        customer_id,
        action_id,
        block_id,
        step,
        reason
    from closed_channels
)

select * from final
