with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live and role = 'champion'
),

goal_outcomes as (
    select * from {{ ref('int_decision_goals_observed') }}
),

decision_states as (
    select * from {{ ref('decision_states') }}
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- Only what no later decision had a part in.
observed as (
    select
        past_decisions.decision_id,
        {{ exact_sum(
            'goal_outcomes.outcome * '
            ~ json_number('past_decisions.goal_values', 'goal_outcomes.goal')
        ) }} as value_amount
    from past_decisions
    inner join goal_outcomes
        on past_decisions.decision_id = goal_outcomes.decision_id
    where goal_outcomes.later_decision_count = 0
    group by past_decisions.decision_id
),

-- Whoever is held out was never treated; whoever is not, as the policy decided.
final as (
    select
        past_decisions.decision_id,
        past_decisions.customer_id,
        past_decisions.policy,
        past_decisions.segment,
        substr(cast(past_decisions.as_of_date as varchar), 1, 7) as month_name,
        case when holdout.customer_id is null then 1.0 else 0.0 end as treated_weight,
        case when holdout.customer_id is null then 0.0 else 1.0 end as control_weight,
        cast(past_decisions.expected_value_amount as double) as promised_amount,
        observed.value_amount
        - case
            when decision_states.state = 'delivered'
                then cast(decision_states.cost_amount as double)
            else 0
        end as outcome
    from past_decisions
    inner join observed
        on past_decisions.decision_id = observed.decision_id
    left join decision_states
        on past_decisions.decision_id = decision_states.decision_id
    left join holdout
        on past_decisions.customer_id = holdout.customer_id
    cross join calendar
    -- Before its window is over a decision has only its early outcomes.
    where
        {{ add_days('past_decisions.as_of_date', var('nba_outcome_window_days')) }}
        <= calendar.as_of_date
        and (holdout.customer_id is null or past_decisions.action_id = 'do_nothing')
)

select * from final
