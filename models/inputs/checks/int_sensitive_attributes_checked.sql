{{ checked_input(
    source=staged_input('sensitive_attributes'),
    key=['attribute'],
    columns=[
        {'name': 'attribute', 'type': 'varchar', 'required': true},
        {'name': 'is_protected', 'type': 'boolean', 'required': true},
    ],
    rules=[
        {
            'name': 'unknown_attribute',
            'fails_when': "typed.attribute not in ('" ~ sensitive_attribute_names() | join("', '") ~ "')",
            'because': offending_value(
                'attribute', 'not one of ' ~ sensitive_attribute_names() | join(', ')
            ),
        },
    ],
) }}
