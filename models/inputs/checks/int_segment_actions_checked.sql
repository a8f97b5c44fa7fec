{{ checked_input(
    source=staged_input('segment_actions'),
    key=['segment'],
    columns=[
        {'name': 'segment', 'type': 'varchar'},
        {'name': 'action_id', 'type': 'varchar', 'required': true},
    ],
    lookups=[
        {'name': 'action', 'relation': ref('int_action_ids_listed'), 'key': ['action_id']},
    ],
    rules=[
        {
            'name': 'unknown_segment',
            'fails_when': "typed.segment not in ('" ~ segment_names() | join("', '") ~ "')",
            'because': offending_value('segment', 'not one of ' ~ segment_names() | join(', ')),
        },
    ],
) }}
