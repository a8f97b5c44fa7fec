{{ checked_input(
    source=staged_input('experiment_assignments'),
    key=['experiment_id', 'customer_id'],
    columns=[
        {'name': 'experiment_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'assigned_at', 'type': 'timestamp', 'required': true},
        {'name': 'arm', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar', 'required': true},
        {'name': 'action_probability', 'type': 'double', 'required': true},
        {'name': 'stratum', 'type': 'varchar'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
        {'name': 'action', 'relation': ref('int_action_ids_listed'), 'key': ['action_id']},
    ],
    rules=[
        {
            'name': 'probability_out_of_range',
            'fails_when': 'typed.action_probability <= 0 or typed.action_probability > 1',
            'because': offending_value('action_probability', 'outside (0, 1]'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.assigned_at'),
            'because': offending_value('assigned_at', 'after the as-of date'),
        },
    ],
    duplicate_rule='second_assignment',
) }}
