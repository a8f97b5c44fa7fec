{% macro input_names() %}
    {{ return([
        'actions', 'experiments', 'experiment_arms', 'experiment_metrics', 'customers',
        'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history', 'experiment_assignments', 'outcomes',
    ]) }}
{% endmacro %}
