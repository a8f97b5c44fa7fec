{#- Nothing is known of what is missing, so that only "is null" holds for it. -#}
{% macro rule_condition(rule, data_type) -%}
    {%- if rule.operator in ('is null', 'is not null') -%}
        {{ rule.attribute }} {{ rule.operator }}
    {%- elif rule.operator in ('in', 'not in') -%}
        {{ rule.attribute }} {{ rule.operator }} (
            {%- for value in rule.value.split('|') -%}
                {{ typed_literal(value, data_type) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        )
    {%- else -%}
        {{ rule.attribute }} {{ rule.operator }} {{ typed_literal(rule.value, data_type) }}
    {%- endif -%}
{%- endmacro %}
