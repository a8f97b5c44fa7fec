{{ checked_input(
    source=staged_input('customers'),
    key=['customer_id'],
    columns=[
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'industry', 'type': 'varchar'},
        {'name': 'size_band', 'type': 'varchar'},
        {'name': 'region', 'type': 'varchar'},
        {'name': 'plan', 'type': 'varchar'},
        {'name': 'acquisition_channel', 'type': 'varchar'},
        {'name': 'account_manager_id', 'type': 'varchar'},
        {'name': 'signed_up_on', 'type': 'date'},
        {'name': 'customer_lifetime_value_amount', 'type': 'decimal(18, 2)'},
        {'name': 'expansion_value_amount', 'type': 'decimal(18, 2)'},
    ],
    rules=[
        {
            'name': 'negative_amount',
            'fails_when': 'typed.customer_lifetime_value_amount < 0',
            'because': offending_value('customer_lifetime_value_amount', 'below 0'),
        },
        {
            'name': 'negative_amount',
            'fails_when': 'typed.expansion_value_amount < 0',
            'because': offending_value('expansion_value_amount', 'below 0'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.signed_up_on'),
            'because': offending_value('signed_up_on', 'after the as-of date'),
        },
    ],
) }}
