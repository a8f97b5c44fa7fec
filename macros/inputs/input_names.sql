{% macro input_names() %}
    {{ return(settings_names() + [
        'customers', 'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history', 'experiment_assignments', 'outcomes', 'customer_outcomes',
    ]) }}
{% endmacro %}
