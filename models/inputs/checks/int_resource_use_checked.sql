{{ checked_input(
    source=staged_input('resource_use'),
    key=['resource_id', 'action_id'],
    columns=[
        {'name': 'resource_id', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar', 'required': true},
        {'name': 'amount', 'type': 'double', 'required': true},
    ],
    lookups=[
        {'name': 'resource', 'relation': ref('int_resources_checked'), 'key': ['resource_id']},
        {'name': 'action', 'relation': ref('int_action_ids_listed'), 'key': ['action_id']},
    ],
    rules=[
        {
            'name': 'negative_amount',
            'fails_when': 'typed.amount < 0',
            'because': offending_value('amount', 'below 0'),
        },
        amount_too_large('amount'),
    ],
) }}
