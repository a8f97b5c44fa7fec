{% macro csv_lines(path, encoding) %}
    {{ return(csv_line_reader(path, encoding, 'header = true')) }}
{% endmacro %}
