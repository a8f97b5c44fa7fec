{{ checked_input(
    source=staged_input('experiment_metrics'),
    key=['experiment_id', 'metric'],
    columns=[
        {'name': 'experiment_id', 'type': 'varchar', 'required': true},
        {'name': 'metric', 'type': 'varchar', 'required': true},
        {'name': 'metric_type', 'type': 'varchar', 'required': true},
        {'name': 'numerator', 'type': 'varchar', 'required': true},
        {'name': 'denominator', 'type': 'varchar'},
        {'name': 'numerator_covariate', 'type': 'varchar'},
        {'name': 'denominator_covariate', 'type': 'varchar'},
        {'name': 'direction', 'type': 'varchar', 'required': true},
        {'name': 'role', 'type': 'varchar', 'required': true},
        {'name': 'non_inferiority_margin', 'type': 'double'},
        {'name': 'missing_value', 'type': 'double'},
        {'name': 'winsor_lower_rate', 'type': 'double'},
        {'name': 'winsor_upper_rate', 'type': 'double'},
    ],
    lookups=[
        {'name': 'experiment', 'relation': ref('int_experiments_checked'), 'key': ['experiment_id']},
    ],
    rules=[
        {
            'name': 'unknown_metric_type',
            'fails_when': "typed.metric_type not in ('proportion', 'mean', 'ratio', 'incremental_ratio')",
            'because': offending_value('metric_type', 'not proportion, mean, ratio or incremental_ratio'),
        },
        {
            'name': 'unknown_direction',
            'fails_when': "typed.direction not in ('increase', 'decrease')",
            'because': offending_value('direction', 'not increase or decrease'),
        },
        {
            'name': 'unknown_role',
            'fails_when': "typed.role not in ('primary', 'secondary', 'guardrail', 'economic')",
            'because': offending_value('role', 'not primary, secondary, guardrail or economic'),
        },
        {
            'name': 'missing_denominator',
            'fails_when': "typed.metric_type in ('ratio', 'incremental_ratio') and typed.denominator is null",
            'because': offending_value('metric_type', 'a ratio, which needs a denominator'),
        },
        {
            'name': 'needless_denominator',
            'fails_when': "typed.metric_type in ('proportion', 'mean') and typed.denominator is not null",
            'because': offending_value('denominator', 'set, though the metric is no ratio'),
        },
        {
            'name': 'missing_margin',
            'fails_when': "typed.role = 'guardrail' and coalesce(typed.non_inferiority_margin, -1) < 0",
            'because': offending_value('role', 'a guardrail, which needs a non_inferiority_margin of at least 0'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.winsor_lower_rate < 0 or typed.winsor_lower_rate >= 0.5',
            'because': offending_value('winsor_lower_rate', 'outside [0, 0.5)'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.winsor_upper_rate <= 0.5 or typed.winsor_upper_rate > 1',
            'because': offending_value('winsor_upper_rate', 'outside (0.5, 1]'),
        },
    ],
) }}
