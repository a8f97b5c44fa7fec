{{ checked_input(
    source=staged_input('outcomes'),
    key=['experiment_id', 'customer_id', 'metric'],
    columns=[
        {'name': 'experiment_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'metric', 'type': 'varchar'},
        {'name': 'observed_at', 'type': 'timestamp', 'required': true},
        {'name': 'value', 'type': 'double', 'required': true},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
        {
            'name': 'assignment',
            'relation': ref('int_experiment_assignments_checked'),
            'key': ['experiment_id', 'customer_id'],
            'columns': ['assigned_at'],
        },
    ],
    rules=[
        {
            'name': 'outcome_before_assignment',
            'fails_when': 'typed.observed_at < known_assignment.assigned_at',
            'because': offending_value('observed_at', 'before the assignment'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.observed_at'),
            'because': offending_value('observed_at', 'after the as-of date'),
        },
    ],
) }}
