with

-- An action with treatments is given by these alone.
mandatory as (
    select * from {{ ref('input_actions') }}
    where is_mandatory and not coalesce(has_treatments, false)
),

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

blocks as (
    select * from {{ ref('int_mandatory_blocks_listed') }}
),

last_times as (
    select * from {{ ref('int_mandatory_last_given') }}
),

due as (
    select
        profiles.customer_id,
        mandatory.action_id,
        profiles.as_of_date,
        mandatory.action_name,
        mandatory.channel,
        profiles.account_manager_id,
        mandatory.unit_cost_amount,
        mandatory.mandatory_gap_days,
        last_times.last_given_on,
        row_number() over (
            partition by profiles.customer_id, mandatory.base_action_id
            order by mandatory.catalogue_order asc nulls last
        ) as treatment_order
    from profiles
    cross join mandatory
    left join blocks
        on
            profiles.customer_id = blocks.customer_id
            and mandatory.action_id = blocks.action_id
    left join last_times
        on
            profiles.customer_id = last_times.customer_id
            and mandatory.base_action_id = last_times.base_action_id
    where
        {{ action_is_live('mandatory', 'profiles.as_of_date') }}
        and blocks.customer_id is null
        and coalesce(
            {{ days_between('last_times.last_given_on', 'profiles.as_of_date') }}
            >= mandatory.mandatory_gap_days,
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
    -- By the cheapest treatment that is open.
    where treatment_order = 1
)

select * from final
