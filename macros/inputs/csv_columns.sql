{% macro csv_columns(path, header, separator) %}
    {% set outside_quotes = '(?=(?:[^"]*"[^"]*")*[^"]*$)' %}
    {% set columns = [] %}
    {% for quoted_name in modules.re.split(modules.re.escape(separator) ~ outside_quotes, header) %}
        {% set name = quoted_name | trim | replace('"', '') | trim or 'column_' ~ loop.index %}
        {% if name | lower in columns | map('lower') %}
            {% do exceptions.raise_compiler_error(
                "The file '" ~ path ~ "' names the column '" ~ name ~ "' twice. Rename one of them."
            ) %}
        {% endif %}
        {% do columns.append(name) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}
