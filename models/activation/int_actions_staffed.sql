with

actions as (
    select * from {{ ref('input_actions') }}
    where action_id <> 'do_nothing'
),

resources as (
    select * from {{ ref('input_resources') }}
    where scope = 'account_manager'
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
    where amount > 0
),

-- What takes an account manager's time is done by them; everything else by a campaign.
managed as (
    select distinct resource_use.action_id
    from resource_use
    inner join resources
        on resource_use.resource_id = resources.resource_id
),

final as (
    select
        actions.action_id,
        actions.base_action_id,
        actions.action_name,
        actions.channel,
        actions.goal,
        case when managed.action_id is not null then 'account_manager' else 'campaign' end
            as worked_by
    from actions
    left join managed
        on actions.action_id = managed.action_id
)

select * from final
