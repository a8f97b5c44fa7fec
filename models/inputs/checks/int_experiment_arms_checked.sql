{{ checked_input(
    source=staged_input('experiment_arms'),
    key=['experiment_id', 'arm'],
    columns=[
        {'name': 'experiment_id', 'type': 'varchar', 'required': true},
        {'name': 'arm', 'type': 'varchar', 'required': true},
        {'name': 'is_control', 'type': 'boolean', 'required': true},
        {'name': 'allocation_weight', 'type': 'integer', 'required': true},
    ],
    lookups=[
        {'name': 'experiment', 'relation': ref('int_experiments_checked'), 'key': ['experiment_id']},
    ],
    rules=[
        {
            'name': 'weight_out_of_range',
            'fails_when': 'typed.allocation_weight < 1 or typed.allocation_weight > 100',
            'because': offending_value('allocation_weight', 'not from 1 to 100'),
        },
    ],
) }}
