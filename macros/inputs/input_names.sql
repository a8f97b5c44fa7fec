{% macro input_names() %}
    {{ return([
        'goals', 'actions', 'experiments', 'experiment_arms', 'experiment_metrics', 'resources',
        'resource_use', 'account_manager_capacities', 'eligibility_rules', 'contact_policies',
        'do_not_contact', 'scenarios', 'customers',
        'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history', 'experiment_assignments', 'outcomes', 'customer_outcomes',
    ]) }}
{% endmacro %}
