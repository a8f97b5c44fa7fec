{% macro csv_lines(path, encoding, has_header=true) %}
    {{ return(
        'read_csv(' ~ text_literal(path) ~ ", header = " ~ has_header | string | lower
        ~ ", auto_detect = false, strict_mode = false, delim = '\x1f', quote = '', escape = '', encoding = '"
        ~ encoding ~ "', columns = {'line': 'varchar'})"
    ) }}
{% endmacro %}
