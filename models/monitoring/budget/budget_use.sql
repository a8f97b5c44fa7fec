with

uses as (
    select * from {{ ref('int_resource_uses_dated') }}
),

periods as (
    select * from {{ ref('resource_periods') }}
    where account_manager_id = 'all'
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state = 'made'
),

mandatory_actions as (
    select * from {{ ref('mandatory_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

given_today as (
    select
        customer_id,
        action_id,
        as_of_date,
        cost_amount
    from recommendations

    union all

    select
        customer_id,
        action_id,
        as_of_date,
        cost_amount
    from mandatory_actions
),

-- A use belongs to the day that is charged; what came back, to the day it was decided.
dated as (
    select
        action_id,
        account_manager_id,
        coalesce(charged_on, decided_on) as used_on,
        case when charged_on is not null and state = 'standing' then amount else 0 end
            as committed_amount,
        case when charged_on is not null and state <> 'standing' then amount else 0 end
            as spent_amount,
        case when charged_on is null then amount else 0 end as returned_amount,
        0 as today_amount
    from uses
    where resource_id = 'budget'

    union all

    select
        given_today.action_id,
        profiles.account_manager_id,
        given_today.as_of_date as used_on,
        0 as committed_amount,
        0 as spent_amount,
        0 as returned_amount,
        cast(given_today.cost_amount as decimal(18, 4)) as today_amount
    from given_today
    left join profiles
        on given_today.customer_id = profiles.customer_id
    where given_today.cost_amount > 0
),

final as (
    select
        cast(periods.period_start as date) as period_start,
        cast(periods.period_end as date) as period_end,
        cast(dated.action_id as varchar) as action_id,
        cast(coalesce(actions.channel, 'unknown') as varchar) as channel,
        cast(coalesce(dated.account_manager_id, 'none') as varchar) as account_manager_id,
        cast(sum(dated.committed_amount) as decimal(18, 4)) as committed_amount,
        cast(sum(dated.spent_amount) as decimal(18, 4)) as spent_amount,
        cast(sum(dated.returned_amount) as decimal(18, 4)) as returned_amount,
        cast(sum(dated.today_amount) as decimal(18, 4)) as today_amount
    from dated
    inner join periods
        on
            periods.resource_id = 'budget'
            and dated.used_on between periods.period_start and periods.period_end
    left join actions
        on dated.action_id = actions.action_id
    group by
        periods.period_start, periods.period_end, dated.action_id, actions.channel,
        dated.account_manager_id
)

select * from final
