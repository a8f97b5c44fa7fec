{% macro csv_malformed_lines(path, dialect) %}
    {{ return(
        "(select line, case when (length(line) - length(replace(line, '\"', ''))) % 2 = 1"
        ~ " then 'a quote is not closed' else 'the line does not have the '"
        ~ " || '" ~ dialect.columns | length ~ " fields of the header, separated by "
        ~ (dialect.separator if dialect.separator != '\t' else 'tabs') ~ "' end as fault from "
        ~ csv_lines(path, dialect.encoding) ~ " where line <> '' and not regexp_full_match(line, "
        ~ text_literal(csv_line_pattern(dialect)) ~ '))'
    ) }}
{% endmacro %}
