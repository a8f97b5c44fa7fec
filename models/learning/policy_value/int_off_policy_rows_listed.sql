with

chosen as (
    select * from {{ ref('int_trial_actions_chosen') }}
),

trial_rewards as (
    select * from {{ ref('int_trial_rewards_listed') }}
),

trial_predictions as (
    select * from {{ ref('int_trial_rewards_predicted') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

decision_rewards as (
    select * from {{ ref('int_decision_rewards_listed') }}
),

decision_predictions as (
    select * from {{ ref('int_decision_rewards_predicted') }}
),

sequences as (
    select * from {{ ref('int_decision_sequences_weighed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

trial_rows as (
    select
        'experiments' as evidence,
        chosen.policy,
        trial_rewards.goal,
        trial_rewards.outcome,
        trial_rewards.unit_id,
        trial_rewards.customer_id,
        trial_rewards.reward,
        trial_rewards.action_probability as logged_probability,
        case when trial_rewards.action_id = chosen.action_id then 1.0 else 0.0 end
            as target_probability,
        logged_predictions.predicted as predicted_logged,
        target_predictions.predicted as predicted_target,
        cast(null as integer) as later_decision_count
    from chosen
    inner join trial_rewards
        on chosen.unit_id = trial_rewards.unit_id
    inner join trial_predictions as logged_predictions
        on
            trial_rewards.unit_id = logged_predictions.unit_id
            and trial_rewards.outcome = logged_predictions.outcome
            and trial_rewards.action_id = logged_predictions.action_id
    inner join trial_predictions as target_predictions
        on
            trial_rewards.unit_id = target_predictions.unit_id
            and trial_rewards.outcome = target_predictions.outcome
            and chosen.action_id = target_predictions.action_id
),

-- Every policy said what it would have done when the decision was made.
decision_targets as (
    select
        decision_rewards.*,
        past_decisions.policy,
        past_decisions.policy_action_id,
        past_decisions.live_action_probability as target_probability
    from decision_rewards
    inner join past_decisions
        on
            decision_rewards.customer_id = past_decisions.customer_id
            and decision_rewards.as_of_date = past_decisions.as_of_date

    union all

    select
        *,
        'do_nothing' as policy,
        'do_nothing' as policy_action_id,
        case when action_id = 'do_nothing' then 1.0 else 0.0 end as target_probability
    from decision_rewards
),

-- Probabilities are those of the decision and of all later ones before the outcome: per-decision
-- importance sampling (Precup, Sutton and Singh 2000). A policy that was not logged at one of them
-- is not judged by the decision.
decision_values as (
    select
        decision_targets.policy,
        decision_targets.goal,
        decision_targets.outcome,
        decision_targets.unit_id,
        decision_targets.customer_id,
        decision_targets.action_probability * coalesce(sequences.later_logged_probability, 1)
            as logged_probability,
        decision_targets.target_probability * coalesce(sequences.later_target_probability, 1)
            as target_probability,
        decision_targets.later_decision_count,
        decision_targets.later_decision_count = coalesce(sequences.judged_decision_count, 0)
            as is_judged,
        decision_targets.value_amount,
        decision_targets.reward,
        logged_predictions.predicted as predicted_logged,
        target_predictions.predicted as predicted_target,
        decision_targets.cost_amount,
        coalesce(sequences.later_cost_amount, 0) as later_cost_amount,
        cast(actions.unit_cost_amount as double) as target_cost_amount
    from decision_targets
    left join sequences
        on
            decision_targets.policy = sequences.policy
            and decision_targets.unit_id = sequences.decision_id
            and decision_targets.metric = sequences.metric
    inner join decision_predictions as logged_predictions
        on
            decision_targets.unit_id = logged_predictions.unit_id
            and decision_targets.outcome = logged_predictions.outcome
            and decision_targets.action_id = logged_predictions.action_id
    inner join decision_predictions as target_predictions
        on
            decision_targets.unit_id = target_predictions.unit_id
            and decision_targets.outcome = target_predictions.outcome
            and decision_targets.policy_action_id = target_predictions.action_id
    inner join actions
        on decision_targets.policy_action_id = actions.action_id
),

goal_values as (
    select
        policy,
        goal,
        goal || '_value' as outcome,
        unit_id,
        customer_id,
        logged_probability,
        target_probability,
        later_decision_count,
        is_judged,
        cost_amount,
        later_cost_amount,
        target_cost_amount,
        reward * value_amount as reward,
        predicted_logged * value_amount as predicted_logged,
        predicted_target * value_amount as predicted_target
    from decision_values
    where value_amount is not null
),

-- Goals are observed on days of their own. The longest sequence contains all others: it has the
-- smallest probabilities and the highest cost.
totals as (
    select
        policy,
        unit_id,
        any_value(customer_id) as customer_id,
        min(logged_probability) as logged_probability,
        min(target_probability) as target_probability,
        max(later_decision_count) as later_decision_count,
        bool_and(is_judged) as is_judged,
        any_value(cost_amount) as cost_amount,
        any_value(cost_amount) + max(later_cost_amount) as sequence_cost_amount,
        any_value(target_cost_amount) as target_cost_amount,
        {{ exact_sum('reward') }} as revenue_amount,
        {{ exact_sum('predicted_logged') }} as logged_revenue_amount,
        {{ exact_sum('predicted_target') }} as target_revenue_amount
    from goal_values
    group by policy, unit_id
),

decision_rows as (
    {% for source in ['decision_values', 'goal_values'] %}
    select
        'decisions' as evidence,
        policy,
        goal,
        outcome,
        unit_id,
        customer_id,
        reward,
        logged_probability,
        target_probability,
        predicted_logged,
        predicted_target,
        later_decision_count
    from {{ source }}
    where is_judged

    union all

    {% endfor %}
    {% for outcome, reward, logged, target in [
        ('revenue', 'revenue_amount', 'logged_revenue_amount', 'target_revenue_amount'),
        ('cost', 'sequence_cost_amount', 'cost_amount', 'target_cost_amount'),
        ('net_value', 'revenue_amount - sequence_cost_amount',
            'logged_revenue_amount - cost_amount', 'target_revenue_amount - target_cost_amount'),
    ] %}
    select
        'decisions' as evidence,
        policy,
        'all' as goal,
        '{{ outcome }}' as outcome,
        unit_id,
        customer_id,
        {{ reward }} as reward,
        logged_probability,
        target_probability,
        {{ logged }} as predicted_logged,
        {{ target }} as predicted_target,
        later_decision_count
    from totals
    where is_judged
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select * from trial_rows
    union all
    select * from decision_rows
)

select * from final
