{#-
    How a CSV file is written: its separator (the one its header has most of), its columns, its encoding, and
    whether any of its lines is malformed. The whole file is read for the last two, as the only way to know.
-#}
{% macro csv_dialect(path) %}
    {% set header = csv_header(path) %}
    {% set unquoted = modules.re.sub('"[^"]*"', '', header) %}
    {% set dialect = {'separator': ',', 'encoding': 'utf-8', 'is_malformed': false} %}
    {% for separator in [';', '\t', '|'] %}
        {% if unquoted.count(separator) > unquoted.count(dialect.separator) %}
            {% do dialect.update({'separator': separator}) %}
        {% endif %}
    {% endfor %}
    {% do dialect.update({'columns': csv_columns(path, header, dialect.separator)}) %}
    {% set faults = csv_faults(path, dialect) %}
    {% if 'INVALID ENCODING' in faults %}
        {% do dialect.update({'encoding': 'latin-1'}) %}
        {% set faults = csv_faults(path, dialect) %}
    {% endif %}
    {% do dialect.update({'is_malformed': faults | length > 0}) %}
    {{ return(dialect) }}
{% endmacro %}
