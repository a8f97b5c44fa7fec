{#- Writes the files of past months without the customer; returns how many rows each file lost. The next publication
    replaces them, since it names files by what is in them. -#}
{% macro erase_from_history_files(customer) %}
    {% set erased = [] %}
    {% if not run_query(
        "select 1 from duckdb_tables() where database_name = 'served' and table_name = 'history_files'"
    ).rows | length %}
        {{ return(erased) }}
    {% endif %}
    {% for path in run_query("select path from served.history_files order by path").columns[0].values() %}
        {% set file = "read_parquet(" ~ text_literal(path) ~ ")" %}
        {% set row_count = run_query(
            "select count(*) from " ~ file ~ " where customer_id = " ~ text_literal(customer)
        ).columns[0][0] | int %}
        {% if row_count %}
            {# DuckDB writes beside the file, and puts it in its place when it is whole. #}
            {% do run_query(
                "copy (from " ~ file ~ " where customer_id is distinct from " ~ text_literal(customer)
                ~ ") to " ~ text_literal(path) ~ " (format parquet, compression zstd, use_tmp_file true)"
            ) %}
            {% do erased.append(row_count) %}
        {% endif %}
    {% endfor %}
    {{ return(erased) }}
{% endmacro %}
