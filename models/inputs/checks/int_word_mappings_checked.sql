{{ checked_input(
    source=staged_input('word_mappings'),
    key=['input_name', 'column_name', 'source_word'],
    columns=[
        {'name': 'input_name', 'type': 'varchar'},
        {'name': 'column_name', 'type': 'varchar'},
        {'name': 'source_word', 'type': 'varchar'},
        {'name': 'contract_word', 'type': 'varchar', 'required': true},
    ],
    rules=[
        {
            'name': 'unknown_input',
            'fails_when': "typed.input_name not in ('" ~ input_names() | join("', '") ~ "')",
            'because': offending_value('input_name', 'not the name of an input'),
        },
        {
            'name': 'unknown_column',
            'fails_when': 'not case typed.input_name ' ~ column_conditions() ~ ' end',
            'because': offending_value('column_name', 'not a column of that input'),
        },
    ],
) }}
