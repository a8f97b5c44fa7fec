{# For make clean: leaves nothing in the warehouse but what cannot be computed again. #}
{% macro drop_what_can_be_built_again() %}
    {% set kept = kept_tables() | map(attribute='alias') | list %}
    {% set relations = run_query(
        "select schema_name, view_name, 'view' from duckdb_views() "
        ~ "where not internal and database_name = current_database() "
        ~ "union all select schema_name, table_name, 'table' from duckdb_tables() "
        ~ "where not internal and database_name = current_database()"
    ) %}
    {% for schema_name, name, kind in relations.rows if name not in kept %}
        {% do run_query(
            'drop ' ~ kind ~ ' if exists ' ~ adapter.quote(schema_name) ~ '.' ~ adapter.quote(name)
            ~ ' cascade'
        ) %}
    {% endfor %}
    {% do run_query('checkpoint') %}
{% endmacro %}
