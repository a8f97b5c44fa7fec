{#- What is said of an action, and may be written to a field of another system. -#}
{% macro crm_action_columns() %}
    {{ return([
        {'name': 'delivery_key', 'type': 'varchar'},
        {'name': 'decision_id', 'type': 'varchar'},
        {'name': 'revision', 'type': 'integer'},
        {'name': 'operation', 'type': 'varchar'},
        {'name': 'decision_state', 'type': 'varchar'},
        {'name': 'as_of_date', 'type': 'date'},
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'action_id', 'type': 'varchar'},
        {'name': 'base_action_id', 'type': 'varchar'},
        {'name': 'action_name', 'type': 'varchar'},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'goal', 'type': 'varchar'},
        {'name': 'worked_by', 'type': 'varchar'},
        {'name': 'account_manager_id', 'type': 'varchar'},
        {'name': 'decided_on', 'type': 'date'},
        {'name': 'due_on', 'type': 'date'},
        {'name': 'expected_value_amount', 'type': 'decimal(18, 4)'},
        {'name': 'cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'reason', 'type': 'varchar'},
        {'name': 'content_hash', 'type': 'varchar'},
    ]) }}
{% endmacro %}
