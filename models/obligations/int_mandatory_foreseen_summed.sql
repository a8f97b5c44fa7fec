with

actions as (
    select * from {{ ref('input_actions') }}
    where is_enabled and is_mandatory and not coalesce(has_treatments, false)
),

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

blocks as (
    select * from {{ ref('int_mandatory_blocks_listed') }}
),

last_given as (
    select * from {{ ref('int_mandatory_last_given') }}
),

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

plans as (
    select * from {{ ref('int_resource_plans_listed') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

given_today as (
    select
        mandatory_actions.customer_id,
        actions.base_action_id
    from mandatory_actions
    inner join actions
        on mandatory_actions.action_id = actions.action_id
),

turns as (
    select
        profiles.customer_id,
        profiles.account_manager_id,
        profiles.as_of_date,
        actions.action_id,
        actions.unit_cost_amount,
        actions.mandatory_gap_days,
        actions.available_until,
        greatest(
            {{ add_days(
                'case when given_today.customer_id is not null then profiles.as_of_date'
                ~ ' else last_given.last_given_on end',
                'actions.mandatory_gap_days'
            ) }},
            actions.available_from
        ) as next_due_on,
        row_number() over (
            partition by profiles.customer_id, actions.base_action_id
            order by actions.catalogue_order asc nulls last
        ) as treatment_order
    from profiles
    cross join actions
    left join blocks
        on
            profiles.customer_id = blocks.customer_id
            and actions.action_id = blocks.action_id
    left join last_given
        on
            profiles.customer_id = last_given.customer_id
            and actions.base_action_id = last_given.base_action_id
    left join given_today
        on
            profiles.customer_id = given_today.customer_id
            and actions.base_action_id = given_today.base_action_id
    where blocks.customer_id is null
),

foreseen as (
    select * from turns
    where treatment_order = 1 and next_due_on > as_of_date
),

uses as (
    select
        'budget' as resource_id,
        account_manager_id,
        next_due_on,
        available_until,
        mandatory_gap_days,
        cast(unit_cost_amount as decimal(18, 4)) as amount
    from foreseen

    union all

    select
        resource_use.resource_id,
        foreseen.account_manager_id,
        foreseen.next_due_on,
        foreseen.available_until,
        foreseen.mandatory_gap_days,
        cast(resource_use.amount as decimal(18, 4)) as amount
    from foreseen
    inner join resource_use
        on foreseen.action_id = resource_use.action_id
),

dated as (
    select
        plans.resource_id,
        plans.account_manager_id,
        uses.next_due_on,
        least(plans.period_end, uses.available_until) as last_due_on,
        uses.mandatory_gap_days,
        uses.amount
    from plans
    inner join uses
        on
            plans.resource_id = uses.resource_id
            and (
                plans.account_manager_id = 'all'
                or plans.account_manager_id = uses.account_manager_id
            )
),

-- Again and again after each gap, until the period ends.
final as (
    select
        resource_id,
        account_manager_id,
        cast(
            sum(
                amount
                * cast(
                    floor({{ days_between('next_due_on', 'last_due_on') }} / mandatory_gap_days)
                    + 1 as integer
                )
            ) as double
        ) as use_amount
    from dated
    where next_due_on <= last_due_on
    group by resource_id, account_manager_id
)

select * from final
