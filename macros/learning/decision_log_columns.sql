{% macro decision_log_columns() %}
    {{ return([
        {'name': 'decision_id', 'type': 'varchar'},
        {'name': 'batch_number', 'type': 'integer'},
        {'name': 'as_of_date', 'type': 'date'},
        {'name': 'decided_at', 'type': 'timestamp'},
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'policy', 'type': 'varchar'},
        {'name': 'role', 'type': 'varchar'},
        {'name': 'is_live', 'type': 'boolean'},
        {'name': 'action_id', 'type': 'varchar'},
        {'name': 'action_probability', 'type': 'double'},
        {'name': 'open_action_count', 'type': 'integer'},
        {'name': 'explored_action_probability', 'type': 'double'},
        {'name': 'policy_action_id', 'type': 'varchar'},
        {'name': 'live_action_probability', 'type': 'double'},
        {'name': 'expected_value_amount', 'type': 'decimal(18, 4)'},
        {'name': 'cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'goal_values', 'type': 'varchar'},
        {'name': 'stratum', 'type': 'varchar'},
        {'name': 'resource_prices', 'type': 'varchar'},
        {'name': 'model_version', 'type': 'varchar'},
    ]) }}
{% endmacro %}
