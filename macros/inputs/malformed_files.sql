{#- Selects of the malformed lines of every CSV file that has some. -#}
{% macro malformed_files() %}
    {% set selects = [] %}
    {% for input in input_names() if execute and input_origin(input) == 'file' %}
        {% set path = input_file(input) %}
        {% set dialect = csv_dialect(path) if path.endswith('.csv') else {} %}
        {% if dialect.is_malformed %}
            {% do selects.append(
                "select '" ~ input ~ "' as raw_table, line, fault from " ~ csv_malformed_lines(path, dialect)
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(selects) }}
{% endmacro %}
