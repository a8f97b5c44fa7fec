{% macro settings_names() %}
    {{ return([
        'word_mappings', 'goals', 'actions', 'treatments', 'segment_actions', 'experiments',
        'experiment_arms', 'experiment_metrics', 'resources', 'resource_use',
        'account_manager_capacities', 'eligibility_rules', 'contact_policies', 'do_not_contact',
        'decision_triggers', 'scenarios', 'crm_fields', 'sensitive_attributes',
    ]) }}
{% endmacro %}
