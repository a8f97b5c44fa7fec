{% macro decision_period_days() %}
    {{ return(number_var('nba_decision_period_days') | int) }}
{% endmacro %}
