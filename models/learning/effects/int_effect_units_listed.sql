with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where role = 'exploration' and is_live
),

goal_outcomes as (
    select * from {{ ref('int_decision_goals_observed') }}
),

decision_states as (
    select * from {{ ref('decision_states') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

explorers as (
    select
        past_decisions.decision_id,
        past_decisions.customer_id,
        past_decisions.action_id as drawn_action_id,
        past_decisions.explored_probabilities,
        past_decisions.explored_uplifts,
        {{ json_number('past_decisions.explored_probabilities', "'do_nothing'") }}
            as control_probability,
        coalesce(decision_states.state, 'standing') as state,
        coalesce(
            overriding_actions.base_action_id, decision_states.overriding_action_id
        ) as overriding_base_action_id
    from past_decisions
    left join decision_states
        on past_decisions.decision_id = decision_states.decision_id
    left join actions as overriding_actions
        on decision_states.overriding_action_id = overriding_actions.action_id
),

-- Only those who might have drawn either tell one from the other. Logs of older versions say how
-- likely what was drawn was, and not the rest.
comparable as (
    select
        explorers.*,
        actions.action_id,
        actions.base_action_id,
        {{ json_number('explorers.explored_probabilities', 'actions.action_id') }}
            as treated_probability,
        {{ json_number('explorers.explored_uplifts', 'actions.action_id') }} as promised_effect
    from explorers
    cross join actions
    where actions.action_id <> 'do_nothing' and explorers.control_probability > 0
),

drawn as (
    select
        *,
        case
            when drawn_action_id = action_id then 1 / treated_probability
            else 0
        end as treated_weight,
        case
            when drawn_action_id = 'do_nothing' then 1 / control_probability
            else 0
        end as control_weight,
        case
            when drawn_action_id = action_id then state = 'delivered'
            else state = 'overridden' and overriding_base_action_id = base_action_id
        end as got_it
    from comparable
    where treated_probability > 0
),

final as (
    select
        drawn.decision_id,
        drawn.customer_id,
        drawn.action_id,
        goal_outcomes.goal,
        drawn.treated_weight,
        drawn.control_weight,
        drawn.promised_effect,
        cast(goal_outcomes.outcome as double) as outcome,
        case when drawn.got_it then 1.0 else 0.0 end as delivery,
        goal_outcomes.later_decision_count
    from drawn
    inner join goal_outcomes
        on drawn.decision_id = goal_outcomes.decision_id
    where
        goal_outcomes.outcome is not null
        and (drawn.treated_weight > 0 or drawn.control_weight > 0)
)

select * from final
