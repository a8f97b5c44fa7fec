{{ checked_input(
    source=staged_input('usage'),
    key=['customer_id', 'week_start_on'],
    columns=[
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'week_start_on', 'type': 'date'},
        {'name': 'active_user_count', 'type': 'integer'},
        {'name': 'session_count', 'type': 'integer', 'required': true},
        {'name': 'feature_count', 'type': 'integer'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'negative_value',
            'fails_when': 'typed.active_user_count < 0',
            'because': offending_value('active_user_count', 'below 0'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.session_count < 0',
            'because': offending_value('session_count', 'below 0'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.feature_count < 0',
            'because': offending_value('feature_count', 'below 0'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.week_start_on'),
            'because': offending_value('week_start_on', 'after the as-of date'),
        },
    ],
) }}
