with

actions as (
    select * from {{ ref('int_actions_staffed') }}
    where worked_by = 'campaign'
),

catalogue as (
    select * from {{ ref('input_actions') }}
    where not coalesce(has_treatments, false) and not is_mandatory
),

customers as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

blocks as (
    select * from {{ ref('int_action_blocks_listed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- Such an action as a whole is given by its treatments alone.
campaign_actions as (
    select actions.*
    from actions
    inner join catalogue
        on actions.action_id = catalogue.action_id
    cross join calendar
    where {{ action_is_live('catalogue', 'calendar.as_of_date') }}
),

listed as (
    select
        holdout.customer_id,
        campaign_actions.action_id,
        'holdout' as step,
        '' as block_id,
        'the customer is in the global holdout' as reason
    from holdout
    cross join campaign_actions

    union all

    select
        blocks.customer_id,
        blocks.action_id,
        blocks.step,
        blocks.block_id,
        blocks.reason
    from blocks
    inner join campaign_actions
        on blocks.action_id = campaign_actions.action_id
    where blocks.step in ('do_not_contact', 'contact_policy')
),

final as (
    select
        listed.customer_id,
        listed.action_id,
        listed.step,
        listed.block_id,
        listed.reason
    from listed
    inner join customers
        on listed.customer_id = customers.customer_id
)

select * from final
