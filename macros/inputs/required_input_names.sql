{% macro required_input_names() %}
    {{ return(['customers', 'actions']) }}
{% endmacro %}
