{% macro optional_input_names() %}
    {{ return([
        'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history',
    ]) }}
{% endmacro %}
