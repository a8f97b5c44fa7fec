{{ checked_input(
    source=staged_input('scenarios'),
    key=['scenario_id', 'changed', 'target'],
    columns=[
        {'name': 'scenario_id', 'type': 'varchar', 'required': true},
        {'name': 'changed', 'type': 'varchar', 'required': true},
        {'name': 'target', 'type': 'varchar', 'required': true},
        {'name': 'operation', 'type': 'varchar', 'required': true},
        {'name': 'amount', 'type': 'double', 'required': true},
    ],
    rules=[
        {
            'name': 'unknown_change',
            'fails_when': "typed.changed not in ('budget_amount', 'resource_maximum', 'action_cost')",
            'because': offending_value('changed', 'not budget_amount, resource_maximum or action_cost'),
        },
        {
            'name': 'unknown_operation',
            'fails_when': "typed.operation not in ('set', 'add', 'multiply')",
            'because': offending_value('operation', 'not set, add or multiply'),
        },
        {
            'name': 'unknown_target',
            'fails_when': "(typed.changed = 'budget_amount' and typed.target <> 'budget')"
                ~ " or (typed.changed = 'resource_maximum' and typed.target not in (select resource_id from "
                ~ ref('int_resources_checked') ~ " where resource_id is not null))"
                ~ " or (typed.changed = 'action_cost' and typed.target not in (select action_id from "
                ~ ref('int_action_ids_listed') ~ " where action_id is not null and rejection_rule is null))",
            'because': offending_value('target', 'not a resource, an action, or budget'),
        },
    ],
) }}
