with

decision_days as (
    select * from {{ ref('int_decision_days_computed') }}
),

last_decisions as (
    select * from {{ ref('int_last_decisions_found') }}
),

pulled as (
    select * from {{ ref('int_decision_triggers_pulled') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

last_builds as (
    select max(as_of_date) as last_decided_on
    from past_decisions
),

pulled_lists as (
    select
        customer_id,
        string_agg(trigger_id, '|' order by trigger_id asc nulls last) as trigger_ids
    from pulled
    group by customer_id
),

-- The turn of a day without a build is taken at the next one. Who was never decided about has no
-- turn to catch up with but those since the last build. A turn that comes soon after another
-- decision is passed over: that one has hardly begun.
judged as (
    select
        decision_days.customer_id,
        decision_days.as_of_date,
        last_decisions.last_decided_on,
        pulled_lists.trigger_ids,
        case
            when last_decisions.last_decided_on is not null
                then
                    {{ is_turn(
                        'last_decisions.last_decided_on', 'decision_days.last_regular_on'
                    ) }}
            else
                decision_days.last_regular_on = decision_days.as_of_date
                or coalesce(
                    decision_days.last_regular_on > last_builds.last_decided_on, false
                )
        end as is_regular
    from decision_days
    cross join last_builds
    left join last_decisions
        on decision_days.customer_id = last_decisions.customer_id
    left join pulled_lists
        on decision_days.customer_id = pulled_lists.customer_id
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(
            concat_ws('|', case when is_regular then 'regular' end, trigger_ids) as varchar
        ) as decision_triggers,
        cast(last_decided_on as date) as last_decided_on
    from judged
    where is_regular or trigger_ids is not null
)

select * from final
