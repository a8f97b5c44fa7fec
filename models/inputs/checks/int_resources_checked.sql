{{ checked_input(
    source=staged_input('resources'),
    key=['resource_id'],
    columns=[
        {'name': 'resource_id', 'type': 'varchar', 'required': true},
        {'name': 'resource_name', 'type': 'varchar'},
        {'name': 'scope', 'type': 'varchar', 'required': true},
        {'name': 'unit_name', 'type': 'varchar'},
        {'name': 'maximum_amount', 'type': 'double'},
        {'name': 'minimum_amount', 'type': 'double'},
        {'name': 'period', 'type': 'varchar'},
    ],
    rules=[
        {
            'name': 'unknown_scope',
            'fails_when': "typed.scope not in ('all', 'account_manager')",
            'because': offending_value('scope', 'not all or account_manager'),
        },
        {
            'name': 'unknown_period',
            'fails_when': "typed.period not in ('" ~ period_names() | join("', '") ~ "')",
            'because': offending_value('period', 'not ' ~ period_names()[:-1] | join(', ') ~ ' or ' ~ period_names()[-1]),
        },
        {
            'name': 'reserved_name',
            'fails_when': "typed.resource_id = 'budget'",
            'because': offending_value('resource_id', 'the name of the budget, which nba_budget_amount sets'),
        },
        {
            'name': 'negative_amount',
            'fails_when': 'typed.maximum_amount < 0',
            'because': offending_value('maximum_amount', 'below 0'),
        },
        {
            'name': 'negative_amount',
            'fails_when': 'typed.minimum_amount < 0',
            'because': offending_value('minimum_amount', 'below 0'),
        },
        amount_too_large('maximum_amount'),
        amount_too_large('minimum_amount'),
        {
            'name': 'minimum_above_maximum',
            'fails_when': 'typed.minimum_amount > typed.maximum_amount',
            'because': offending_value('minimum_amount', 'above maximum_amount'),
        },
        {
            'name': 'minimum_of_account_managers',
            'fails_when': "typed.scope = 'account_manager' and typed.minimum_amount > 0",
            'because': offending_value('minimum_amount', 'set, which only resources of all customers together can have'),
        },
    ],
) }}
