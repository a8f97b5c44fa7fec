{#- Inputs that hold facts, with the day from which each row is known, of what the source says. -#}
{% macro fact_dates() %}
    {{ return([
        {'input': 'usage', 'date': add_days('try_cast(week_start_on as date)', 6)},
        {'input': 'support_tickets', 'date': 'try_cast(opened_at as date)'},
        {'input': 'survey_responses', 'date': 'try_cast(responded_at as date)'},
        {'input': 'churn_scores', 'date': 'try_cast(scored_on as date)'},
        {'input': 'action_history', 'date': 'try_cast(performed_at as date)'},
        {'input': 'experiment_assignments', 'date': 'try_cast(assigned_at as date)'},
        {'input': 'outcomes', 'date': 'try_cast(observed_at as date)'},
        {'input': 'customer_outcomes', 'date': 'try_cast(observed_at as date)'},
    ]) }}
{% endmacro %}
