{{ checked_input(
    source=staged_input('eligibility_rules'),
    key=['rule_id'],
    columns=[
        {'name': 'rule_id', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar'},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'goal', 'type': 'varchar'},
        {'name': 'attribute', 'type': 'varchar', 'required': true},
        {'name': 'operator', 'type': 'varchar', 'required': true},
        {'name': 'value', 'type': 'varchar'},
        {'name': 'reason', 'type': 'varchar', 'required': true},
    ],
    rules=comparison_rules('attribute', 'operator', 'value'),
) }}
