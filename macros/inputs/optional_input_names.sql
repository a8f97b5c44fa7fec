{% macro optional_input_names() %}
    {{ return([
        'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history', 'customer_outcomes', 'goals', 'resources', 'resource_use',
        'account_manager_capacities',
        'eligibility_rules', 'contact_policies', 'do_not_contact', 'scenarios',
    ]) }}
{% endmacro %}
