with

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
    where worked_by = 'campaign'
),

suppressions as (
    select * from {{ ref('int_audience_suppressions_listed') }}
),

actions as (
    select * from {{ ref('int_actions_staffed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- A decision that stands is itself among the contacts that a policy counts.
counted as (
    select suppressions.*
    from suppressions
    left join open_actions
        on
            suppressions.customer_id = open_actions.customer_id
            and suppressions.action_id = open_actions.action_id
    where suppressions.step <> 'contact_policy' or open_actions.customer_id is null
),

suppressed as (
    select
        customer_id,
        action_id,
        string_agg(reason, '; ' order by step desc nulls last, block_id asc nulls last)
            as suppression_reason
    from counted
    group by customer_id, action_id
),

combined as (
    select
        coalesce(open_actions.customer_id, suppressed.customer_id) as customer_id,
        coalesce(open_actions.action_id, suppressed.action_id) as action_id,
        open_actions.decision_id,
        open_actions.decided_on,
        open_actions.due_on,
        open_actions.priority_rank,
        suppressed.suppression_reason
    from open_actions
    full outer join suppressed
        on
            open_actions.customer_id = suppressed.customer_id
            and open_actions.action_id = suppressed.action_id
),

final as (
    select
        cast(coalesce(actions.channel, 'none') as varchar) as channel,
        cast(combined.action_id as varchar) as action_id,
        cast(combined.customer_id as varchar) as customer_id,
        cast(actions.base_action_id as varchar) as base_action_id,
        cast(actions.action_name as varchar) as action_name,
        cast(calendar.as_of_date as date) as as_of_date,
        cast(combined.suppression_reason is not null as boolean) as is_suppressed,
        cast(combined.suppression_reason as varchar) as suppression_reason,
        cast(combined.decision_id as varchar) as decision_id,
        cast(combined.decided_on as date) as decided_on,
        cast(combined.due_on as date) as due_on,
        cast(combined.priority_rank as bigint) as priority_rank
    from combined
    inner join actions
        on combined.action_id = actions.action_id
    cross join calendar
)

select * from final
