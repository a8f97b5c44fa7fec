{{ checked_input(
    source=staged_input('action_history'),
    key=['action_event_id'],
    columns=[
        {'name': 'action_event_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar', 'required': true},
        {'name': 'performed_at', 'type': 'timestamp', 'required': true},
        {'name': 'cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'was_successful', 'type': 'boolean', 'required': true},
        {'name': 'decision_id', 'type': 'varchar'},
        {'name': 'override_reason', 'type': 'varchar'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
        {'name': 'action', 'relation': ref('int_action_ids_listed'), 'key': ['action_id']},
    ],
    rules=[
        {
            'name': 'negative_amount',
            'fails_when': 'typed.cost_amount < 0',
            'because': offending_value('cost_amount', 'below 0'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.performed_at'),
            'because': offending_value('performed_at', 'after the as-of date'),
        },
    ],
) }}
