{% set rules = [
    {
        'name': 'reserved_goal',
        'fails_when': "typed.goal in ('" ~ reserved_goal_names() | join("', '") ~ "') or typed.goal like '%\\_value' escape '\\'",
        'because': offending_value('goal', 'a name that reports give to something else: choose another one'),
    },
    {
        'name': 'shared_metric',
        'fails_when': 'exists (select 1 from typed as others'
            ~ ' where others.success_metric = typed.success_metric and others.goal <> typed.goal)',
        'because': offending_value('success_metric', 'the metric of another goal as well: keep one of them'),
    },
    {
        'name': 'unknown_value_column',
        'fails_when': "typed.value_column not in ('" ~ goal_value_columns() | join("', '") ~ "')",
        'because': offending_value('value_column', 'not one of ' ~ goal_value_columns() | join(', ') ~ ', or empty'),
    },
    {
        'name': 'negative_amount',
        'fails_when': 'typed.value_amount < 0',
        'because': offending_value('value_amount', 'below 0: give what a success is worth, or turn the metric round'),
    },
    {
        'name': 'incomplete_stake',
        'fails_when': 'typed.stake_attribute is not null and typed.stake_operator is null',
        'because': offending_value('stake_attribute', 'compared with nothing: give stake_operator, or leave all three empty'),
    },
    {
        'name': 'incomplete_stake',
        'fails_when': 'typed.stake_attribute is null and typed.stake_operator is not null',
        'because': offending_value('stake_operator', 'of no attribute: give stake_attribute, or leave all three empty'),
    },
    {
        'name': 'incomplete_stake',
        'fails_when': 'typed.stake_attribute is null and typed.stake_value is not null',
        'because': offending_value('stake_value', 'compared with nothing: give stake_attribute, or leave all three empty'),
    },
] %}
{{ checked_input(
    source=staged_input('goals'),
    key=['goal'],
    columns=[
        {'name': 'goal', 'type': 'varchar', 'required': true},
        {'name': 'goal_name', 'type': 'varchar'},
        {'name': 'success_metric', 'type': 'varchar', 'required': true},
        {'name': 'baseline_metric', 'type': 'varchar'},
        {'name': 'value_column', 'type': 'varchar'},
        {'name': 'value_amount', 'type': 'decimal(18, 4)'},
        {'name': 'stake_attribute', 'type': 'varchar'},
        {'name': 'stake_operator', 'type': 'varchar'},
        {'name': 'stake_value', 'type': 'varchar'},
        {'name': 'goal_order', 'type': 'integer'},
    ],
    rules=rules + comparison_rules('stake_attribute', 'stake_operator', 'stake_value'),
) }}
