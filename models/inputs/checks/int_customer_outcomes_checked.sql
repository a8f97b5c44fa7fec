{{ checked_input(
    source=staged_input('customer_outcomes'),
    key=['customer_id', 'metric', 'observed_at'],
    columns=[
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'metric', 'type': 'varchar'},
        {'name': 'observed_at', 'type': 'timestamp', 'required': true},
        {'name': 'value', 'type': 'double', 'required': true},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.observed_at'),
            'because': offending_value('observed_at', 'after the as-of date'),
        },
    ],
) }}
