{% macro public_tables_before_decisions_are_logged() %}
    {{ return([
        'input_quality', 'quarantined_records', 'input_resource_use', 'customer_profile', 'customer_engagement',
        var('nba_features_model'), 'feature_catalogue', 'goal_baselines', 'risk_scorecard', 'risk_calibration', 'risk_drift',
        'decision_states', 'decision_outcomes', 'global_holdout',
        'experiment_assignments', 'experiment_design', 'experiment_health', 'experiment_readout',
        'experiment_daily_readout', 'experiment_segment_readout', 'experiment_verdict',
        'mandatory_actions', 'decision_points', 'customer_segments', 'propensity_scores', 'propensity_scorecard', 'propensity_calibration',
        'learner_scorecard', 'learner_losses', 'learner_policy_values', 'uplift_deciles', 'uplift_curves',
        'learner_cost_curves', 'model_registry', 'uplift_scores', 'action_evidence', 'thompson_posteriors',
        'action_eligibility', 'action_values',
        'recommendations', 'recommendation_drivers', 'decision_trace', 'resource_prices',
        'decision_funnel', 'underserved_customers', 'scenario_outcomes', 'policy_tree', 'policy_tree_leaves', 'budget_frontier',
        'allocation_certificate', 'resource_periods', 'business_weight_effects',
        'drift_references', 'drift_bins', 'drift', 'drift_history',
        'promises', 'uplift_calibration', 'propensity_health', 'exploration_health',
        'fairness', 'fairness_costs', 'feature_proxies',
        'budget_use', 'resource_pacing', 'data_quality', 'data_quality_history', 'alerts',
    ]) }}
{% endmacro %}
