{#- Mandatory actions do not wait for what is known only after the training. -#}
{% set learnt_names = [] %}
{% for name, attribute in rule_attributes().items() if attribute.column.startswith('segments.') %}
    {% do learnt_names.append(name) %}
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
    rules=comparison_rules('attribute', 'operator', 'value') + [
        {
            'name': 'attribute_known_too_late',
            'fails_when': "typed.attribute in ('" ~ learnt_names | join("', '") ~ "')"
                ~ " and typed.action_id in (select action_id from " ~ ref('int_action_ids_listed')
                ~ ' where is_mandatory)',
            'because': offending_value('attribute', 'known only after the training, for which a mandatory action does not wait'),
        },
    ],
) }}
