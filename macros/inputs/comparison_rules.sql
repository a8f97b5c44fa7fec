{#- Rules of checked_input for three columns that compare an attribute of the customers with a value. -#}
{% macro comparison_rules(attribute, operator, value, attributes=none) %}
    {%- set attributes = attributes or rule_attributes() -%}
    {#- Kinds of columns and the word for a value that is not of it. -#}
    {% set words = {
        'double': 'number', 'date': 'date', 'timestamp': 'time', 'boolean': 'true or false',
    } %}
    {% set typed_attribute, typed_operator, typed_value =
        'typed.' ~ attribute, 'typed.' ~ operator, 'typed.' ~ value %}
    {% set names = {'varchar': []} %}
    {% for name, column in attributes.items() %}
        {% do names.setdefault(column.type, []).append(name) %}
    {% endfor %}
    {% set rules = [
        {
            'name': 'unknown_attribute',
            'fails_when': typed_attribute ~ " not in ('" ~ attributes | join("', '") ~ "')",
            'because': offending_value(attribute, 'not a column of the customers'),
        },
        {
            'name': 'unknown_operator',
            'fails_when': typed_operator ~ " not in ('<', '<=', '>', '>=', '=', '<>', 'in', 'not in', 'is null', 'is not null')",
            'because': offending_value(operator, 'not one of <, <=, >, >=, =, <>, in, not in, is null, is not null'),
        },
        {
            'name': 'missing_value',
            'fails_when': typed_operator ~ " not in ('is null', 'is not null') and " ~ typed_value ~ " is null",
            'because': offending_value(operator, 'to be compared with a value, and there is none'),
        },
        {
            'name': 'attribute_without_order',
            'fails_when': typed_operator ~ " in ('<', '<=', '>', '>=') and " ~ typed_attribute ~ " in ('" ~ (names.varchar + names.get('boolean', [])) | join("', '") ~ "')",
            'because': offending_value(operator, 'for numbers and dates, and the attribute is neither (use =, <>, in or not in)'),
        },
    ] %}
    {% for kind, word in words.items() if kind in names %}
        {% do rules.append({
            'name': 'not_a_' ~ (word if kind != 'boolean' else 'boolean'),
            'fails_when': typed_attribute ~ " in ('" ~ names[kind] | join("', '") ~ "') and case"
                ~ " when " ~ typed_operator ~ " in ('in', 'not in') then " ~ has_uncastable_part(typed_value, kind)
                ~ " when " ~ typed_operator ~ " not in ('is null', 'is not null') then try_cast(" ~ typed_value ~ " as " ~ kind ~ ") is null"
                ~ " end",
            'because': offending_value(value, 'not ' ~ ('a ' if kind != 'boolean') ~ word),
        }) %}
    {% endfor %}
    {{ return(rules) }}
{% endmacro %}
