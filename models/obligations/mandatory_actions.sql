with

actions as (
    select * from {{ ref('input_actions') }}
    where is_mandatory
),

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

blocks as (
    select * from {{ ref('int_mandatory_blocks_listed') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

given as (
    select * from {{ ref('int_mandatory_actions_read') }}
),

last_times as (
    select
        customer_id,
        action_id,
        max(given_on) as last_given_on
    from (
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
    ) as times
    group by customer_id, action_id
),

due as (
    select
        profiles.customer_id,
        actions.action_id,
        profiles.as_of_date,
        actions.action_name,
        actions.channel,
        profiles.account_manager_id,
        actions.unit_cost_amount,
        actions.mandatory_gap_days,
        last_times.last_given_on
    from profiles
    cross join actions
    left join blocks
        on
            profiles.customer_id = blocks.customer_id
            and actions.action_id = blocks.action_id
    left join last_times
        on
            profiles.customer_id = last_times.customer_id
            and actions.action_id = last_times.action_id
    where
        {{ action_is_live('actions', 'profiles.as_of_date') }}
        and blocks.customer_id is null
        and coalesce(
            {{ days_between('last_times.last_given_on', 'profiles.as_of_date') }}
            >= actions.mandatory_gap_days,
            true
        )
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(as_of_date as date) as as_of_date,
        cast(action_name as varchar) as action_name,
        cast(channel as varchar) as channel,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(unit_cost_amount as decimal(18, 4)) as cost_amount,
        cast(last_given_on as date) as last_given_on,
        cast(
            action_name || ' is mandatory, and '
            || case
                when last_given_on is null then 'was never given.'
                else
                    'was last given on ' || cast(last_given_on as varchar) || ', '
                    || cast(mandatory_gap_days as varchar) || ' days ago or more.'
            end as varchar
        ) as reason
    from due
)

select * from final
