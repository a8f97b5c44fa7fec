{#- Kinds of columns and the word for a value that is not of it. -#}
{% set words = {
    'double': 'number', 'date': 'date', 'timestamp': 'time', 'boolean': 'true or false',
} %}
{% set names = {'varchar': []} %}
{% for name, attribute in rule_attributes().items() %}
    {% do names.setdefault(attribute.type, []).append(name) %}
{% endfor %}
{% set rules = [
    {
        'name': 'unknown_attribute',
        'fails_when': "typed.attribute not in ('" ~ rule_attributes() | join("', '") ~ "')",
        'because': offending_value('attribute', 'not a column of the customers'),
    },
    {
        'name': 'unknown_operator',
        'fails_when': "typed.operator not in ('<', '<=', '>', '>=', '=', '<>', 'in', 'not in', 'is null', 'is not null')",
        'because': offending_value('operator', 'not one of <, <=, >, >=, =, <>, in, not in, is null, is not null'),
    },
    {
        'name': 'missing_value',
        'fails_when': "typed.operator not in ('is null', 'is not null') and typed.value is null",
        'because': offending_value('operator', 'to be compared with a value, and there is none'),
    },
    {
        'name': 'attribute_without_order',
        'fails_when': "typed.operator in ('<', '<=', '>', '>=') and typed.attribute in ('" ~ (names.varchar + names.get('boolean', [])) | join("', '") ~ "')",
        'because': offending_value('operator', 'for numbers and dates, and the attribute is neither (use =, <>, in or not in)'),
    },
] %}
{% for kind, word in words.items() if kind in names %}
    {% do rules.append({
        'name': 'not_a_' ~ (word if kind != 'boolean' else 'boolean'),
        'fails_when': "typed.attribute in ('" ~ names[kind] | join("', '") ~ "') and case"
            ~ " when typed.operator in ('in', 'not in') then " ~ has_uncastable_part('typed.value', kind)
            ~ " when typed.operator not in ('is null', 'is not null') then try_cast(typed.value as " ~ kind ~ ") is null"
            ~ " end",
        'because': offending_value('value', 'not ' ~ ('a ' if kind != 'boolean') ~ word),
    }) %}
{% endfor %}
{{ checked_input(
    source=staged_input('eligibility_rules'),
    key=['rule_id'],
    columns=[
        {'name': 'rule_id', 'type': 'varchar', 'required': true},
        {'name': 'action_id', 'type': 'varchar'},
        {'name': 'channel', 'type': 'varchar'},
        {'name': 'goal', 'type': 'varchar'},
        {'name': 'attribute', 'type': 'varchar', 'required': true},
        {'name': 'operator', 'type': 'varchar', 'required': true},
        {'name': 'value', 'type': 'varchar'},
        {'name': 'reason', 'type': 'varchar', 'required': true},
    ],
    rules=rules,
) }}
