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
        decision_rewards.unit_id,
        decision_rewards.customer_id,
        past_decisions.policy,
        past_decisions.policy_action_id,
        past_decisions.live_action_probability as target_probability,
        decision_rewards.action_id,
        decision_rewards.action_probability as logged_probability,
        decision_rewards.retention_value_amount,
        decision_rewards.upsell_value_amount,
        decision_rewards.retention_outcome,
        decision_rewards.upsell_outcome,
        decision_rewards.satisfaction_outcome,
        decision_rewards.revenue_amount,
        decision_rewards.cost_amount
    from decision_rewards
    inner join past_decisions
        on
            decision_rewards.customer_id = past_decisions.customer_id
            and decision_rewards.as_of_date = past_decisions.as_of_date

    union all

    select
        unit_id,
        customer_id,
        'do_nothing' as policy,
        'do_nothing' as policy_action_id,
        case when action_id = 'do_nothing' then 1.0 else 0.0 end as target_probability,
        action_id,
        action_probability as logged_probability,
        retention_value_amount,
        upsell_value_amount,
        retention_outcome,
        upsell_outcome,
        satisfaction_outcome,
        revenue_amount,
        cost_amount
    from decision_rewards
),

decision_values as (
    select
        decision_targets.*,
        logged_predictions.retention_mean as logged_retention_mean,
        logged_predictions.upsell_mean as logged_upsell_mean,
        logged_predictions.satisfaction_mean as logged_satisfaction_mean,
        target_predictions.retention_mean as target_retention_mean,
        target_predictions.upsell_mean as target_upsell_mean,
        target_predictions.satisfaction_mean as target_satisfaction_mean,
        {{ revenue_amount(
            'logged_predictions.retention_mean', 'logged_predictions.upsell_mean',
            'decision_targets.retention_value_amount', 'decision_targets.upsell_value_amount'
        ) }} as logged_revenue_amount,
        {{ revenue_amount(
            'target_predictions.retention_mean', 'target_predictions.upsell_mean',
            'decision_targets.retention_value_amount', 'decision_targets.upsell_value_amount'
        ) }} as target_revenue_amount,
        cast(actions.unit_cost_amount as double) as target_cost_amount
    from decision_targets
    inner join decision_predictions as logged_predictions
        on
            decision_targets.unit_id = logged_predictions.unit_id
            and decision_targets.action_id = logged_predictions.action_id
    inner join decision_predictions as target_predictions
        on
            decision_targets.unit_id = target_predictions.unit_id
            and decision_targets.policy_action_id = target_predictions.action_id
    inner join actions
        on decision_targets.policy_action_id = actions.action_id
),

decision_rows as (
    {% for outcome, reward, logged, target in [
        ('retention', 'retention_outcome', 'logged_retention_mean', 'target_retention_mean'),
        ('upsell', 'upsell_outcome', 'logged_upsell_mean', 'target_upsell_mean'),
        ('satisfaction', 'satisfaction_outcome', 'logged_satisfaction_mean',
            'target_satisfaction_mean'),
        ('revenue', 'revenue_amount', 'logged_revenue_amount', 'target_revenue_amount'),
        ('upsell_revenue', 'upsell_outcome * upsell_value_amount',
            'logged_upsell_mean * upsell_value_amount', 'target_upsell_mean * upsell_value_amount'),
        ('cost', 'cost_amount', 'cost_amount', 'target_cost_amount'),
        ('net_value', 'revenue_amount - cost_amount', 'logged_revenue_amount - cost_amount',
            'target_revenue_amount - target_cost_amount'),
    ] %}
    select
        'decisions' as evidence,
        policy,
        '{{ outcome }}' as outcome,
        unit_id,
        customer_id,
        {{ reward }} as reward,
        logged_probability,
        target_probability,
        {{ logged }} as predicted_logged,
        {{ target }} as predicted_target
    from decision_values
    where {{ reward }} is not null
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
