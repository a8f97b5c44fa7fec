{#- A raw value, or the contract's word for it where word_mappings has one. -#}
{% macro mapped_word(column, mappings) %}
    {% set raw = 'source.' ~ column %}
    {% set branches = [] %}
    {% for mapping in mappings if mapping.column_name == column %}
        {% do branches.append(
            'when ' ~ text_literal(mapping.source_word | lower) ~ ' then ' ~ text_literal(mapping.contract_word)
        ) %}
    {% endfor %}
    {% if not branches %}
        {{ return(raw) }}
    {% endif %}
    {{ return(
        'case lower(trim(cast(' ~ raw ~ ' as varchar))) ' ~ branches | join(' ') ~ ' else cast(' ~ raw
        ~ ' as varchar) end'
    ) }}
{% endmacro %}
