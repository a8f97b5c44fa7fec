{% macro decision_triggers() %}
    {{ return(accepted_rows('input_decision_triggers', 'trigger_id')) }}
{% endmacro %}
