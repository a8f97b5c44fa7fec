{#- Before a build: stops if a needed input is missing, and tells once what it goes without. -#}
{% macro report_absent_inputs() %}
    {% set absent = [] %}
    {% for input in input_names() if input_origin(input) == 'absent' %}
        {% do absent.append(input) %}
    {% endfor %}
    {% set missing = absent | select('in', required_input_names()) | list %}
    {% if missing %}
        {% do exceptions.raise_compiler_error(missing_inputs_sentence(missing)) %}
    {% endif %}
    {% if absent %}
        {% set parts = [] %}
        {% for input in absent %}
            {% do parts.append(input ~ ' (' ~ absence_consequence(input) ~ ')') %}
        {% endfor %}
        {% do log('Absent, and what the build goes without: ' ~ parts | join(', ') ~ '.', info=true) %}
    {% endif %}
{% endmacro %}
