{% macro public_tables() %}
    {{ return(
        public_tables_before_decisions_are_logged()
        + ['decision_log', 'decision_withdrawals', 'mandatory_action_log', 'policy_value', 'policy_value_differences', 'decision_effects', 'action_deliveries',
           'policy_promotions', 'business_impact', 'ablations', 'headline_figures',
           'retraining_advice', 'segment_threshold_proposals', 'experiment_proposals', 'experiment_actions', 'readiness',
           'crm_actions', 'crm_action_log', 'crm_payloads', 'crm_targets', 'account_manager_worklist', 'campaign_audiences']
        + list_var('nba_extra_public_tables')
    ) }}
{% endmacro %}
