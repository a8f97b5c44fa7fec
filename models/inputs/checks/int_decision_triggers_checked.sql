{{ checked_input(
    source=staged_input('decision_triggers'),
    key=['trigger_id'],
    columns=[
        {'name': 'trigger_id', 'type': 'varchar', 'required': true},
        {'name': 'attribute', 'type': 'varchar', 'required': true},
        {'name': 'operator', 'type': 'varchar', 'required': true},
        {'name': 'value', 'type': 'varchar'},
        {'name': 'gap_days', 'type': 'integer', 'required': true},
    ],
    rules=comparison_rules('attribute', 'operator', 'value', trigger_attributes()) + [
        {
            'name': 'reserved_trigger',
            'fails_when': "typed.trigger_id = 'regular' or typed.trigger_id like '%|%'",
            'because': offending_value('trigger_id', 'the name of the regular day, or holds a |: choose another one'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.gap_days < 1',
            'because': offending_value('gap_days', 'below 1'),
        },
    ],
) }}
