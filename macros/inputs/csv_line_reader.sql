{% macro csv_line_reader(path, encoding, options) %}
    {{ return(
        'read_csv(' ~ text_literal(path) ~ ', ' ~ options
        ~ ", auto_detect = false, strict_mode = false, delim = '\x1f', quote = '', escape = '', encoding = '"
        ~ encoding ~ "', columns = {'line': 'varchar'})"
    ) }}
{% endmacro %}
