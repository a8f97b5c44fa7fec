-- Fails for decisions that whoever heard all changes so far would take for open and that are not,
-- or the other way round, or whose content they would have wrong. What was delivered is done, and
-- nobody has to hear of it.
with

changes as (
    select * from {{ ref('crm_actions') }}
),

logged as (
    select * from {{ ref('crm_action_log') }}
),

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
),

delivered as (
    select * from {{ ref('decision_states') }}
    where state = 'delivered'
),

statements as (
    select
        decision_id,
        revision,
        operation,
        content_hash
    from changes
    union
    select
        decision_id,
        revision,
        operation,
        content_hash
    from logged
),

numbered as (
    select
        *,
        row_number() over (partition by decision_id order by revision desc nulls last)
            as statement_order
    from statements
),

heard as (
    select numbered.*
    from numbered
    left join delivered
        on numbered.decision_id = delivered.decision_id
    where
        numbered.statement_order = 1
        and numbered.operation <> 'withdraw'
        and delivered.decision_id is null
)

select
    open_actions.decision_id as open_decision_id,
    heard.decision_id as heard_decision_id
from open_actions
full outer join heard
    on open_actions.decision_id = heard.decision_id
where
    open_actions.decision_id is null
    or heard.decision_id is null
    or open_actions.content_hash <> heard.content_hash
