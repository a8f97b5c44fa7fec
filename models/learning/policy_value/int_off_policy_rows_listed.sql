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
        target_predictions.predicted as predicted_target
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

decision_values as (
    select
        decision_targets.policy,
        decision_targets.goal,
        decision_targets.outcome,
        decision_targets.unit_id,
        decision_targets.customer_id,
        decision_targets.action_probability as logged_probability,
        decision_targets.target_probability,
        decision_targets.value_amount,
        decision_targets.reward,
        logged_predictions.predicted as predicted_logged,
        target_predictions.predicted as predicted_target,
        decision_targets.cost_amount,
        cast(actions.unit_cost_amount as double) as target_cost_amount
    from decision_targets
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
        cost_amount,
        target_cost_amount,
        reward * value_amount as reward,
        predicted_logged * value_amount as predicted_logged,
        predicted_target * value_amount as predicted_target
    from decision_values
    where value_amount is not null
),

totals as (
    select
        policy,
        unit_id,
        any_value(customer_id) as customer_id,
        any_value(logged_probability) as logged_probability,
        any_value(target_probability) as target_probability,
        any_value(cost_amount) as cost_amount,
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
        predicted_target
    from {{ source }}

    union all

    {% endfor %}
    {% for outcome, reward, logged, target in [
        ('revenue', 'revenue_amount', 'logged_revenue_amount', 'target_revenue_amount'),
        ('cost', 'cost_amount', 'cost_amount', 'target_cost_amount'),
        ('net_value', 'revenue_amount - cost_amount', 'logged_revenue_amount - cost_amount',
            'target_revenue_amount - target_cost_amount'),
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
        {{ target }} as predicted_target
    from totals
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
