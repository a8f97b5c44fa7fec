with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live
),

withdrawals as (
    select * from {{ ref('int_decision_withdrawals_read') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

first_withdrawals as (
    select
        decision_id,
        min(as_of_date) as withdrawn_on
    from withdrawals
    group by decision_id
),

-- An action that has left the catalogue since is its own.
described as (
    select
        past_decisions.decision_id,
        past_decisions.customer_id,
        past_decisions.action_id,
        coalesce(actions.base_action_id, past_decisions.action_id) as base_action_id,
        past_decisions.cost_amount,
        past_decisions.as_of_date as decided_on,
        case
            when past_decisions.action_id <> 'do_nothing'
                then {{ add_days('past_decisions.as_of_date', var('nba_decision_expiry_days')) }}
        end as expires_on,
        lead(past_decisions.as_of_date) over (
            partition by past_decisions.customer_id
            order by past_decisions.as_of_date asc nulls last
        ) as next_decided_on,
        first_withdrawals.withdrawn_on
    from past_decisions
    left join actions
        on past_decisions.action_id = actions.action_id
    left join first_withdrawals
        on past_decisions.decision_id = first_withdrawals.decision_id
),

final as (
    select
        decision_id,
        customer_id,
        action_id,
        base_action_id,
        cost_amount,
        decided_on,
        expires_on,
        next_decided_on,
        withdrawn_on
    from described
)

select * from final
