{{ checked_input(
    source=staged_input('do_not_contact'),
    key=['customer_id', 'channel'],
    columns=[
        {'name': 'customer_id', 'type': 'varchar', 'required': true},
        {'name': 'channel', 'type': 'varchar', 'required': true},
        {'name': 'reason', 'type': 'varchar'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
    ],
) }}
