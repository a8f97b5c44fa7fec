{% macro validate_vars() %}
    {% if execute %}
        {% do reject_unknown_variables() %}
        {% do require_rate('nba_max_quarantine_rate') %}
        {% do require_rate('nba_gross_margin_rate') %}
        {% do require_rate('nba_discount_rate') %}
        {% do require_rate('nba_expansion_value_rate') %}
        {% do require_rate('nba_high_risk_probability') %}
        {% do require_rate('nba_low_risk_probability') %}
        {% do require_number('nba_value_horizon_years', 1, 50, whole=true) %}
        {% do require_number('nba_high_value_amount', 0, 1e15) %}
        {% do require_number('nba_high_engagement_score', 0, 100) %}
        {% do require_number('nba_budget_amount', 0, largest_amount()) %}
        {% do require_one_of('nba_budget_period', period_names()) %}
        {% do require_rate('nba_carry_over_rate') %}
        {% do require_number('nba_foresight_limit', 100, 1e6, whole=true) %}
        {% do require_number('nba_frontier_step_count', 1, 1000, whole=true) %}
        {% do require_text('nba_satisfaction_metric') %}
        {% do require_number('nba_retraining_row_rate', 0, 10) %}
        {% do require_number('nba_retraining_stability_index', 0, 100) %}
        {% do require_number('nba_weight_clip', 1, 1e9) %}
        {% do require_number('nba_switch_weight', 0, 1e9) %}
        {% do require_number('nba_minimum_effective_sample_size', 1, 1e9) %}
        {% do require_number('nba_outcome_window_days', 1, 3650, whole=true) %}
        {% do require_number('nba_decision_expiry_days', 1, 3650, whole=true) %}
        {% do require_one_of('nba_overlapping_windows', ['sequence', 'left_out']) %}
        {% do require_number('nba_propensity_fold_count', 2, 100, whole=true) %}
        {% do require_number('nba_subscription_term_months', 1, 120, whole=true) %}
        {% do require_number('nba_renewal_grace_days', 0, 365, whole=true) %}
        {% do require_day_counts('nba_risk_lead_days') %}
        {% do require_number('nba_risk_history_days', 1, 36500, whole=true) %}
        {% do require_number('nba_risk_outcome_limit', 1000, 1e9, whole=true) %}
        {% do require_number('nba_risk_fold_count', 2, 100, whole=true) %}
        {% do require_number('nba_uplift_fold_count', 3, 100, whole=true) %}
        {% do require_number('nba_uplift_unit_limit', 1000, 1e9, whole=true) %}
        {% do require_number('nba_explained_customer_limit', 0, 1e9, whole=true) %}
        {% do require_number('nba_propensity_row_limit', 1000, 1e9, whole=true) %}
        {% do require_number('nba_minimum_propensity', 0, 0.5) %}
        {% do require_number('nba_outcome_winsor_quantile', 0.5, 1) %}
        {% do require_subset('nba_learners', learner_names()) %}
        {% if 'constant_effect' not in var('nba_learners') %}
            {% do reject_var('nba_learners', 'a list that contains constant_effect') %}
        {% endif %}
        {% do require_number('nba_random_seed', 0, 2147483647, whole=true) %}
        {% do require_number('nba_confidence_level', 0.5, 0.9999) %}
        {% do require_number('nba_uplift_type_confidence_level', 0.1, 0.9999) %}
        {% do require_number('nba_policy_tree_depth', 1, 3, whole=true) %}
        {% do require_one_of('nba_risk_rule', ['expected_value', 'lower_bound', 'probability']) %}
        {% do require_number('nba_minimum_gain_probability', 0.5, 0.999) %}
        {% do require_number('nba_decision_period_days', 0, 366, whole=true) %}
        {% do require_number('nba_exploration_rate', 0, 0.5) %}
        {% do require_rate('nba_exploration_resource_share') %}
        {% do require_number('nba_thompson_draw_count', 2, 1000, whole=true) %}
        {% do require_number('nba_thompson_prior_strength', 0.1, 1e6) %}
        {% do require_number('nba_assumed_persuasion_rate', 0.0001, 0.9999) %}
        {% do require_number('nba_assumed_evidence_count', 0.1, 1e6) %}
        {% do require_number('nba_observed_evidence_weight', 0, 1) %}
        {% do require_number('nba_evidence_lifetime_days', 1, 36500, whole=true) %}
        {% do require_number('nba_holdout_rate', 0, 0.5) %}
        {% do require_number('nba_anytime_tuning_unit_count', 1, 1e12) %}
        {% do require_number('nba_health_significance_level', 0, 0.1) %}
        {% do require_text('nba_assignment_salt') %}
        {% do require_one_of('nba_policy', policy_names()) %}
        {% if var('nba_challenger_policy') %}
            {% do require_one_of('nba_challenger_policy', policy_names()) %}
        {% endif %}
        {% do require_number('nba_challenger_share', 0, 0.5) %}
        {% do require_number('nba_ablation_share', 0, 0.5) %}
        {% if number_var('nba_ablation_share') > 0 and var('nba_challenger_policy') %}
            {% do reject_var('nba_ablation_share', '0 where nba_challenger_policy is set: one policy can challenge at a time') %}
        {% endif %}
        {% do require_subset('nba_scenario_policies', policy_names()) %}
        {% do require_number('nba_history_file_row_count', 1, 1e12, whole=true) %}
        {% do require_subset('nba_traced_policies', policy_names()) %}
        {% do require_number('nba_promotion_effective_sample_size', 1, 1e9) %}
        {% if var('nba_is_promotion_automatic') not in [true, false] %}
            {% do reject_var('nba_is_promotion_automatic', 'true or false') %}
        {% endif %}
        {% if var('nba_is_work_reused') not in [true, false] %}
            {% do reject_var('nba_is_work_reused', 'true or false') %}
        {% endif %}
        {% if var('nba_fail_on_critical') not in [true, false] %}
            {% do reject_var('nba_fail_on_critical', 'true or false') %}
        {% endif %}
        {% do require_number('nba_drift_reference_number', 1, 1e6, whole=true) %}
        {% do require_number('nba_drift_unit_limit', 100, 1e7, whole=true) %}
        {% do require_number('nba_drift_critical_index', 0.01, 1000) %}
        {% do require_rate('nba_drift_missing_rate') %}
        {% do require_rate('nba_drift_critical_missing_rate') %}
        {% do require_rate('nba_drift_new_category_rate') %}
        {% do require_number('nba_overspend_rate', 0, 100) %}
        {% do require_rate('nba_underuse_rate') %}
        {% do require_rate('nba_disparate_impact_ratio') %}
        {% do require_rate('nba_proxy_association') %}
        {% do require_number('nba_promise_customer_count', 2, 1e9, whole=true) %}
        {% do require_number('nba_volume_change_rate', 0.01, 100) %}
        {% do require_number('nba_stale_days', 1, 3650, whole=true) %}
        {% do require_rate('nba_quarantine_rate_change') %}
        {% if var('nba_unit_tests') not in [true, false] %}
            {% do reject_var('nba_unit_tests', 'true or false') %}
        {% endif %}
        {% do require_date('nba_as_of_date') %}
        {% do require_subset('nba_absent_inputs', optional_input_names()) %}
        {% do require_list('nba_extra_public_tables') %}
        {% if var('nba_low_risk_probability') > var('nba_high_risk_probability') %}
            {% do reject_var(
                'nba_low_risk_probability',
                'a number not above nba_high_risk_probability, '
                ~ var('nba_high_risk_probability')
            ) %}
        {% endif %}
    {% endif %}
{% endmacro %}
