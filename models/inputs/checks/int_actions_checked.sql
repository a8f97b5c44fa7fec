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
        {'name': 'action_group', 'type': 'varchar'},
        {'name': 'available_from', 'type': 'date'},
        {'name': 'available_until', 'type': 'date'},
        {'name': 'is_mandatory', 'type': 'boolean'},
        {'name': 'mandatory_gap_days', 'type': 'integer'},
        {'name': 'business_weight', 'type': 'double'},
        {'name': 'assumed_persuasion_rate', 'type': 'double'},
        {'name': 'assumed_evidence_count', 'type': 'double'},
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
        amount_too_large('unit_cost_amount'),
        amount_too_large('success_cost_amount'),
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
        {
            'name': 'end_before_start',
            'fails_when': 'typed.available_until < typed.available_from',
            'because': offending_value('available_until', 'before available_from'),
        },
        {
            'name': 'missing_gap',
            'fails_when': 'typed.is_mandatory and typed.mandatory_gap_days is null',
            'because': "'mandatory_gap_days is empty: a mandatory action needs the days after which it is due again, such as 365'",
        },
        {
            'name': 'gap_out_of_range',
            'fails_when': 'typed.mandatory_gap_days < 1',
            'because': offending_value('mandatory_gap_days', 'below 1'),
        },
        {
            'name': 'mandatory_do_nothing',
            'fails_when': "typed.is_mandatory and typed.action_id = 'do_nothing'",
            'because': offending_value('action_id', 'what customers get who get nothing, and cannot be mandatory'),
        },
        {
            'name': 'weight_out_of_range',
            'fails_when': 'typed.business_weight <= 0 or typed.business_weight > 1000',
            'because': offending_value('business_weight', 'not above 0 and up to 1000 (is_enabled switches an action off)'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.assumed_persuasion_rate < 0 or typed.assumed_persuasion_rate > 1',
            'because': offending_value('assumed_persuasion_rate', 'outside [0, 1]'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.assumed_evidence_count < 0',
            'because': offending_value('assumed_evidence_count', 'below 0'),
        },
        {
            'name': 'assumption_without_goal',
            'fails_when': "typed.assumed_persuasion_rate > 0 and typed.goal = 'none'",
            'because': offending_value('assumed_persuasion_rate', 'set for an action without a goal'),
        },
    ],
) }}
