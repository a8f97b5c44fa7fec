{% macro raw_file(table) %}
    {% set path = input_file(table) %}
    {% if path.endswith('*.parquet') %}
        {# Columns may be written into the names of folders, and come and go over time. #}
        {{ return(
            'read_parquet(' ~ text_literal(path) ~ ', hive_partitioning = true, union_by_name = true)'
        ) }}
    {% elif path.endswith('.parquet') %}
        {{ return('read_parquet(' ~ text_literal(path) ~ ')') }}
    {% endif %}
    {% set dialect = csv_dialect(path) %}
    {% if dialect.is_malformed %}
        {{ return(csv_rows_by_line(path, dialect)) }}
    {% endif %}
    {{ return(csv_reader(path, dialect)) }}
{% endmacro %}
