{{ checked_input(
    source=staged_input('treatments'),
    key=['treatment_id'],
    columns=[
        {'name': 'treatment_id', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar', 'required': true},
        {'name': 'treatment_name', 'type': 'varchar'},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'unit_cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'success_cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'success_discount_rate', 'type': 'double'},
        {'name': 'is_enabled', 'type': 'boolean'},
    ],
    lookups=[
        {'name': 'action', 'relation': ref('int_actions_checked'), 'key': ['action_id']},
    ],
    rules=[
        {
            'name': 'treatment_of_do_nothing',
            'fails_when': "typed.action_id = 'do_nothing'",
            'because': offending_value('action_id', 'what customers get who get nothing, and has no treatments'),
        },
        {
            'name': 'name_of_an_action',
            'fails_when': 'typed.treatment_id in (select actions.action_id from '
                ~ ref('int_actions_checked') ~ ' as actions where actions.action_id is not null)',
            'because': offending_value('treatment_id', 'the action_id of an action: give the treatment a name of its own'),
        },
        {
            'name': 'negative_amount',
            'fails_when': 'typed.unit_cost_amount < 0',
            'because': offending_value('unit_cost_amount', 'below 0'),
        },
        {
            'name': 'negative_amount',
            'fails_when': 'typed.success_cost_amount < 0',
            'because': offending_value('success_cost_amount', 'below 0'),
        },
        amount_too_large('unit_cost_amount'),
        amount_too_large('success_cost_amount'),
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.success_discount_rate < 0 or typed.success_discount_rate > 1',
            'because': offending_value('success_discount_rate', 'outside [0, 1]'),
        },
    ],
) }}
