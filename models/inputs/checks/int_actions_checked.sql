{{ checked_input(
    source=staged_input('actions'),
    key=['action_id'],
    columns=[
        {'name': 'action_id', 'type': 'varchar', 'required': true},
        {'name': 'action_name', 'type': 'varchar'},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'goal', 'type': 'varchar', 'required': true},
        {'name': 'unit_cost_amount', 'type': 'decimal(18, 4)', 'required': true},
        {'name': 'success_cost_amount', 'type': 'decimal(18, 4)'},
        {'name': 'success_discount_rate', 'type': 'double'},
        {'name': 'is_enabled', 'type': 'boolean', 'required': true},
    ],
    rules=[
        {
            'name': 'unknown_goal',
            'fails_when': "typed.goal <> 'none' and typed.goal not in (select goals.goal from "
                ~ ref('int_goals_checked') ~ ' as goals where goals.rejection_rule is null)',
            'because': offending_value('goal', 'no accepted row of goals: add it there, or give none'),
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
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.success_discount_rate < 0 or typed.success_discount_rate > 1',
            'because': offending_value('success_discount_rate', 'outside [0, 1]'),
        },
        {
            'name': 'costly_do_nothing',
            'fails_when': "typed.action_id = 'do_nothing' and (typed.unit_cost_amount <> 0"
                ~ " or typed.success_cost_amount > 0 or typed.success_discount_rate > 0)",
            'because': offending_value('unit_cost_amount', 'not 0, the cost of do_nothing'),
        },
    ],
) }}
