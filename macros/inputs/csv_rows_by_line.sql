{#-
    The rows of a CSV file that has malformed lines: each line is a row if it has the fields of the header.
    The reader itself may lose lines after one whose quote is not closed.
-#}
{% macro csv_rows_by_line(path, dialect) %}
    {% set separator = text_literal(dialect.separator) %}
    {% set pattern = modules.re.escape(dialect.separator) ~ '(' ~ csv_field_pattern(dialect) ~ ')' %}
    {% set select_list = [] %}
    {% for column in dialect.columns %}
        {% set field = 'fields[' ~ loop.index ~ ']' %}
        {% do select_list.append(
            "nullif(case when " ~ field ~ " like '\"%' then replace(substr(" ~ field ~ ", 2, length("
            ~ field ~ ") - 2), '\"\"', '\"') else " ~ field ~ " end, '') as " ~ adapter.quote(column)
        ) %}
    {% endfor %}
    {{ return(
        '(select ' ~ select_list | join(', ') ~ ' from (select regexp_extract_all(' ~ separator
        ~ ' || line, ' ~ text_literal(pattern) ~ ', 1) as fields from '
        ~ csv_lines(path, dialect.encoding) ~ " where regexp_full_match(line, "
        ~ text_literal(csv_line_pattern(dialect)) ~ ')))'
    ) }}
{% endmacro %}
