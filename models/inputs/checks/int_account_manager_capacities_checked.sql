{{ checked_input(
    source=staged_input('account_manager_capacities'),
    key=['resource_id', 'account_manager_id'],
    columns=[
        {'name': 'resource_id', 'type': 'varchar', 'required': true},
        {'name': 'account_manager_id', 'type': 'varchar', 'required': true},
        {'name': 'maximum_amount', 'type': 'double', 'required': true},
    ],
    lookups=[
        {
            'name': 'resource',
            'relation': ref('int_resources_checked'),
            'key': ['resource_id'],
            'columns': ['scope'],
        },
    ],
    rules=[
        {
            'name': 'negative_amount',
            'fails_when': 'typed.maximum_amount < 0',
            'because': offending_value('maximum_amount', 'below 0'),
        },
        amount_too_large('maximum_amount'),
        {
            'name': 'wrong_scope',
            'fails_when': "known_resource.scope <> 'account_manager'",
            'because': offending_value('resource_id', 'not a resource of scope account_manager'),
        },
        {
            'name': 'unknown_account_manager',
            'fails_when': 'typed.account_manager_id not in (select account_manager_id from '
                ~ ref('int_customers_checked') ~ ' where account_manager_id is not null)',
            'because': offending_value('account_manager_id', 'the account manager of no customer'),
        },
    ],
) }}
