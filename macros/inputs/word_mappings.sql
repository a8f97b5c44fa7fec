{#- The accepted word mappings of the input whose check is compiled; the check of the mappings has none. -#}
{% macro word_mappings() %}
    {# The linter has no model. #}
    {% set name = model.name if model is defined else '' %}
    {% set input = name | replace('int_', '') | replace('_checked', '') %}
    {% set mappings = [] %}
    {% if input != 'word_mappings' %}
        {% do ref('int_word_mappings_checked') %}
        {% for row in accepted_rows('int_word_mappings_checked', 'input_name, column_name, source_word') %}
            {% if row.rejection_rule is none and row.input_name == input %}
                {% do mappings.append(row) %}
            {% endif %}
        {% endfor %}
    {% endif %}
    {{ return(mappings) }}
{% endmacro %}
