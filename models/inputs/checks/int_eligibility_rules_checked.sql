{{ checked_input(
    source=ref('stg_raw__eligibility_rules'),
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
    rules=[
        {
            'name': 'unknown_attribute',
            'fails_when': "typed.attribute not in ('" ~ rule_attributes() | join("', '") ~ "')",
            'because': offending_value('attribute', 'not a column of the customers'),
        },
        {
            'name': 'unknown_operator',
            'fails_when': "typed.operator not in ('<', '<=', '>', '>=', '=', '<>', 'in', 'not in', 'is null', 'is not null')",
            'because': offending_value('operator', 'not one of <, <=, >, >=, =, <>, in, not in, is null, is not null'),
        },
        {
            'name': 'missing_value',
            'fails_when': "typed.operator not in ('is null', 'is not null') and typed.value is null",
            'because': offending_value('operator', 'to be compared with a value, and there is none'),
        },
        {
            'name': 'not_a_number',
            'fails_when': "typed.operator in ('<', '<=', '>', '>=') and try_cast(typed.value as double) is null",
            'because': offending_value('value', 'not a number'),
        },
    ],
) }}
