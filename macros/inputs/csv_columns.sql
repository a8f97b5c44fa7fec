{% macro csv_columns(pattern) %}
    {% set header = run_query(
        "select line from read_csv('" ~ pattern ~ "', auto_detect = false, header = false, "
        ~ "delim = '\x1f', quote = '', escape = '', columns = {'line': 'varchar'}) limit 1"
    ) %}
    {% if not header.rows | length %}
        {% do exceptions.raise_compiler_error(
            "The file '" ~ pattern ~ "' is empty. Its first line must name its columns."
        ) %}
    {% endif %}
    {% set columns = [] %}
    {% for quoted_name in header.columns[0][0].split(',') %}
        {% set name = quoted_name | trim | replace('"', '') | replace("'", "''") %}
        {% do columns.append("'" ~ name ~ "': 'varchar'") %}
    {% endfor %}
    {{ return('{' ~ columns | join(', ') ~ '}') }}
{% endmacro %}
