{# The inputs a company may lack: listed in `nba_absent_inputs`, they are empty. #}
{% macro optional_input_names() %}
    {{ return([
        'subscriptions', 'usage', 'support_tickets', 'survey_responses', 'churn_scores',
        'action_history',
    ]) }}
{% endmacro %}
