{{ checked_input(
    source=staged_input('experiments'),
    key=['experiment_id'],
    columns=[
        {'name': 'experiment_id', 'type': 'varchar', 'required': true},
        {'name': 'experiment_name', 'type': 'varchar'},
        {'name': 'starts_on', 'type': 'date', 'required': true},
        {'name': 'ends_on', 'type': 'date'},
        {'name': 'exclusion_group', 'type': 'varchar'},
        {'name': 'traffic_rate', 'type': 'double', 'required': true},
        {'name': 'baseline_value', 'type': 'double'},
        {'name': 'baseline_standard_deviation', 'type': 'double'},
        {'name': 'minimum_detectable_effect', 'type': 'double'},
        {'name': 'significance_level', 'type': 'double', 'required': true},
        {'name': 'power', 'type': 'double', 'required': true},
        {'name': 'weekly_eligible_count', 'type': 'double'},
    ],
    rules=[
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.traffic_rate <= 0 or typed.traffic_rate > 1',
            'because': offending_value('traffic_rate', 'outside (0, 1]'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.significance_level <= 0 or typed.significance_level >= 0.5',
            'because': offending_value('significance_level', 'outside (0, 0.5)'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.power <= 0.5 or typed.power >= 1',
            'because': offending_value('power', 'outside (0.5, 1)'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.baseline_standard_deviation <= 0',
            'because': offending_value('baseline_standard_deviation', 'not above 0'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.weekly_eligible_count <= 0',
            'because': offending_value('weekly_eligible_count', 'not above 0'),
        },
        {
            'name': 'ends_before_it_starts',
            'fails_when': 'typed.ends_on < typed.starts_on',
            'because': offending_value('ends_on', 'before starts_on'),
        },
    ],
) }}
