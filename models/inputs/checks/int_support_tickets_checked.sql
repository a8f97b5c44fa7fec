{{ checked_input(
    source=staged_input('support_tickets'),
    key=['ticket_id'],
    columns=[
        {'name': 'ticket_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar', 'required': true},
        {'name': 'opened_at', 'type': 'timestamp', 'required': true},
        {'name': 'resolved_at', 'type': 'timestamp'},
        {'name': 'severity', 'type': 'varchar'},
        {'name': 'satisfaction_score', 'type': 'double'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'unknown_severity',
            'fails_when': "typed.severity not in ('low', 'medium', 'high', 'critical')",
            'because': offending_value(
                'severity',
                'not low, medium, high or critical; add a row to word_mappings that says what it means'
            ),
        },
        {
            'name': 'score_out_of_range',
            'fails_when': 'typed.satisfaction_score < 1 or typed.satisfaction_score > 5',
            'because': offending_value('satisfaction_score', 'outside 1 to 5'),
        },
        {
            'name': 'end_before_start',
            'fails_when': 'typed.resolved_at < typed.opened_at',
            'because': offending_value('resolved_at', 'before opened_at'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.opened_at'),
            'because': offending_value('opened_at', 'after the as-of date'),
        },
    ],
) }}
