{% macro csv_reader(path, dialect, options='') %}
    {% set types = [] %}
    {% for column in dialect.columns %}
        {% do types.append(text_literal(column) ~ ": 'varchar'") %}
    {% endfor %}
    {# With the dialect given, nothing depends on a sample of the file. #}
    {{ return(
        'read_csv(' ~ text_literal(path) ~ ", header = true, auto_detect = false, delim = '"
        ~ dialect.separator ~ "', quote = '\"', escape = '\"', encoding = '" ~ dialect.encoding
        ~ "', columns = {" ~ types | join(', ') ~ '}' ~ options ~ ')'
    ) }}
{% endmacro %}
