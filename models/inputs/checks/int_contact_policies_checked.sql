{{ checked_input(
    source=staged_input('contact_policies'),
    key=['policy_id'],
    columns=[
        {'name': 'policy_id', 'type': 'varchar', 'required': true},
        {'name': 'counted', 'type': 'varchar', 'required': true},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'maximum_contact_count', 'type': 'integer', 'required': true},
        {'name': 'window_days', 'type': 'integer', 'required': true},
    ],
    rules=[
        {
            'name': 'unknown_scope',
            'fails_when': "typed.counted not in ('all_contacts', 'same_channel', 'same_action')",
            'because': offending_value('counted', 'not all_contacts, same_channel or same_action'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.maximum_contact_count < 1',
            'because': offending_value('maximum_contact_count', 'below 1'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.window_days < 1',
            'because': offending_value('window_days', 'below 1'),
        },
    ],
) }}
