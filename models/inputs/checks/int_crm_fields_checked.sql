{{ checked_input(
    source=staged_input('crm_fields'),
    key=['target', 'object', 'field', 'operation', 'worked_by'],
    columns=[
        {'name': 'target', 'type': 'varchar', 'required': true},
        {'name': 'object', 'type': 'varchar', 'required': true},
        {'name': 'field', 'type': 'varchar', 'required': true},
        {'name': 'source', 'type': 'varchar'},
        {'name': 'literal', 'type': 'varchar'},
        {'name': 'operation', 'type': 'varchar', 'required': true},
        {'name': 'worked_by', 'type': 'varchar', 'required': true},
    ],
    rules=[
        {
            'name': 'source_or_literal',
            'fails_when': '(typed.source is null) = (typed.literal is null)',
            'because': "'either source or literal says what the field holds, and not both'",
        },
        {
            'name': 'unknown_source',
            'fails_when': "typed.source not in ('null', '"
                ~ crm_action_columns() | map(attribute='name') | join("', '") ~ "')",
            'because': offending_value('source', 'neither a column of crm_actions nor null'),
        },
        {
            'name': 'unknown_operation',
            'fails_when': "typed.operation not in ('all', '" ~ crm_operations() | join("', '") ~ "')",
            'because': offending_value('operation', 'not one of ' ~ crm_operations() | join(', ') ~ ', and not empty'),
        },
        {
            'name': 'unknown_worker',
            'fails_when': "typed.worked_by not in ('all', 'account_manager', 'campaign')",
            'because': offending_value('worked_by', 'neither account_manager nor campaign, and not empty'),
        },
        {
            'name': 'nested_too_deep',
            'fails_when': "typed.field like '%.%.%' or typed.field like '.%' or typed.field like '%.'",
            'because': offending_value('field', 'not a name, or two names with one dot between them'),
        },
        {
            'name': 'field_of_fields',
            'fails_when': "exists (select 1 from typed as other where other.target = typed.target"
                ~ " and other.object = typed.object"
                ~ " and substr(other.field, 1, length(typed.field) + 1) = typed.field || '.')",
            'because': offending_value('field', 'also the first part of another field, and cannot be both'),
        },
    ],
) }}
