{% macro accepted_goals() %}
    {{ return(accepted_rows('input_goals', 'goal_order')) }}
{% endmacro %}
