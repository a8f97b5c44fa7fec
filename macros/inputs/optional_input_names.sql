{% macro optional_input_names() %}
    {{ return(input_names() | reject('in', required_input_names()) | list) }}
{% endmacro %}
