with

candidates as (
    select * from {{ ref('int_action_candidates_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

customer_goals as (
    select * from {{ ref('int_customer_goals_valued') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

uplift_values as (
    select * from {{ ref('int_uplift_valued') }}
),

evidence_values as (
    select * from {{ ref('int_evidence_valued') }}
),

policy_tree_actions as (
    select * from {{ ref('int_policy_tree_applied') }}
),

thompson_values as (
    select * from {{ ref('int_thompson_valued') }}
),

policy_values as (
    select * from {{ ref('learner_policy_values') }}
),

-- Where no uplift learner beat the propensity policy, uplift_v2 decides as that policy does.
champions as (
    select coalesce(bool_or(is_champion and learner = 'propensity'), false) as is_propensity
    from policy_values
),

joined as (
    select
        candidates.policy,
        candidates.customer_id,
        candidates.action_id,
        candidates.as_of_date,
        candidates.is_eligible,
        -- The rules are valued by the evidence as well where no past action tells of success.
        candidates.policy = 'auto'
        or (
            candidates.policy = 'business_as_usual'
            and propensity_scores.success_probability is null
        ) as is_by_evidence,
        candidates.policy = 'uplift_v2' and not champions.is_propensity as is_by_uplift_model,
        coalesce(actions.business_weight, 1) as business_weight,
        actions.unit_cost_amount,
        {{ success_cost('actions', 'profiles') }} as success_cost_amount,
        propensity_scores.success_probability as propensity_success_probability,
        uplift_values.success_probability as uplift_model_success_probability,
        evidence_values.success_probability as evidence_success_probability,
        evidence_values.evidence as evidence_rung,
        uplift_values.uplift as uplift_model_uplift,
        evidence_values.uplift as evidence_uplift,
        uplift_values.uplift_lower as uplift_model_uplift_lower,
        evidence_values.uplift_lower as evidence_uplift_lower,
        uplift_values.uplift_upper as uplift_model_uplift_upper,
        evidence_values.uplift_upper as evidence_uplift_upper,
        uplift_values.caused_value_amount as uplift_model_caused_value_amount,
        evidence_values.caused_value_amount as evidence_caused_value_amount,
        uplift_values.caused_value_error_amount as uplift_model_caused_value_error_amount,
        evidence_values.caused_value_error_amount as evidence_caused_value_error_amount,
        -- The leaf paid for the action as it was tried.
        policy_tree_actions.value_amount
        + coalesce(tried_actions.unit_cost_amount - actions.unit_cost_amount, 0)
            as leaf_value_amount,
        thompson_values.success_probability as thompson_success_probability,
        thompson_values.caused_value_amount as thompson_caused_value_amount,
        thompson_values.drawn_value_amount as thompson_drawn_value_amount,
        -- What one success of the action's own goal is worth.
        case
            when actions.goal = 'none' then 0
            else
                cast(
                    customer_goals.value_amount * goal_outcomes.mean_success_outcome
                    as decimal(18, 4)
                )
        end as incremental_value_amount
    from candidates
    inner join actions
        on candidates.action_id = actions.action_id
    inner join profiles
        on candidates.customer_id = profiles.customer_id
    cross join champions
    left join goal_outcomes
        on actions.goal = goal_outcomes.goal
    left join customer_goals
        on
            candidates.customer_id = customer_goals.customer_id
            and actions.goal = customer_goals.goal
    left join propensity_scores
        on
            candidates.customer_id = propensity_scores.customer_id
            and candidates.action_id = propensity_scores.action_id
    left join uplift_values
        on
            candidates.customer_id = uplift_values.customer_id
            and candidates.action_id = uplift_values.action_id
    left join evidence_values
        on
            candidates.customer_id = evidence_values.customer_id
            and candidates.action_id = evidence_values.action_id
    left join policy_tree_actions
        on
            candidates.customer_id = policy_tree_actions.customer_id
            and policy_tree_actions.action_id in (actions.action_id, actions.base_action_id)
    left join actions as tried_actions
        on policy_tree_actions.action_id = tried_actions.action_id
    left join thompson_values
        on
            candidates.customer_id = thompson_values.customer_id
            and candidates.action_id = thompson_values.action_id
),

-- What is known to be caused, by the evidence or by the uplift model alone.
caused as (
    select
        *,
        is_by_evidence or is_by_uplift_model as is_by_uplift,
        case
            when is_by_evidence then evidence_success_probability
            else uplift_model_success_probability
        end as uplift_success_probability,
        case
            when is_by_evidence then evidence_uplift
            else uplift_model_uplift
        end as uplift,
        case
            when is_by_evidence then evidence_uplift_lower
            else uplift_model_uplift_lower
        end as uplift_lower,
        case
            when is_by_evidence then evidence_uplift_upper
            else uplift_model_uplift_upper
        end as uplift_upper,
        case
            when is_by_evidence then evidence_caused_value_amount
            else uplift_model_caused_value_amount
        end as caused_value_amount,
        case
            when is_by_evidence then evidence_caused_value_error_amount
            else uplift_model_caused_value_error_amount
        end as caused_value_error_amount
    from joined
),

predicted as (
    select
        *,
        case
            -- Uplift knows the mean of an outcome that is not yes or no, propensity its successes.
            when is_by_uplift
                then coalesce(uplift_success_probability, propensity_success_probability)
            when policy = 'thompson_sampling' then thompson_success_probability
            else propensity_success_probability
        end as success_probability
    from caused
),

-- A discount is paid by everyone who succeeds, those who would have succeeded anyway included.
costed as (
    select
        *,
        case
            when action_id = 'do_nothing' then 0
            else unit_cost_amount + coalesce(success_probability, 0) * success_cost_amount
        end as cost_amount,
        case
            when action_id = 'do_nothing' then 0
            else
                sqrt(greatest(coalesce(success_probability * (1 - success_probability), 0), 0))
                * success_cost_amount
        end as cost_deviation_amount
    from predicted
),

valued as (
    select
        *,
        case
            when action_id = 'do_nothing' then 0
            when is_by_uplift then caused_value_amount - cost_amount
            when policy = 'thompson_sampling' then thompson_caused_value_amount - cost_amount
            -- What the action was worth to the units of the leaf, after its cost.
            when policy = 'policy_tree' then leaf_value_amount
            -- The race says nothing of an action that too few units got.
            when policy = 'uplift_v2' and uplift is null then null
            else {{ expected_value(
                'propensity_success_probability', 'incremental_value_amount', 'cost_amount'
            ) }}
        end as expected_value_amount
    from costed
),

-- What the allocation goes by: an action that is not expected to earn anything is never an option.
risked as (
    select
        *,
        case
            when action_id = 'do_nothing' then 0
            -- It tries out what may be worth it.
            when policy = 'thompson_sampling'
                then nullif(greatest(thompson_drawn_value_amount - cost_amount, 0), 0)
            when expected_value_amount <= 0 then null
            {% if var('nba_risk_rule') == 'lower_bound' %}
            when is_by_uplift
                then
                    expected_value_amount
                    - {{ normal_quantile((1 + number_var('nba_confidence_level')) / 2) }}
                    * caused_value_error_amount
            {% elif var('nba_risk_rule') == 'probability' %}
            when
                is_by_uplift
                and expected_value_amount
                <= {{ normal_quantile(number_var('nba_minimum_gain_probability')) }}
                * caused_value_error_amount
                then null
            {% endif %}
            else expected_value_amount
        end as decision_value_amount
    from valued
),

final as (
    select
        policy,
        customer_id,
        action_id,
        as_of_date,
        success_probability,
        cast(case when is_by_uplift then uplift end as double) as uplift,
        cast(case when is_by_uplift then uplift_lower end as double) as uplift_lower,
        cast(case when is_by_uplift then uplift_upper end as double) as uplift_upper,
        cast(incremental_value_amount as decimal(18, 4)) as incremental_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cost_deviation_amount,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(decision_value_amount * business_weight as decimal(18, 4)) as decision_value_amount,
        cast(
            case
                when action_id = 'do_nothing' then null
                when is_by_evidence then evidence_rung
                when policy in ('policy_tree', 'thompson_sampling') or is_by_uplift
                    then 'experimented'
                else 'observed'
            end as varchar
        ) as evidence,
        is_eligible
    from risked
    -- An action nothing is known about has no value to compare.
    where expected_value_amount is not null and incremental_value_amount is not null
)

select * from final
