{# A new warehouse gets back from the served file what cannot be computed again. #}
{% macro bring_back_kept_tables() %}
    {% if not execute %}
        {{ return('') }}
    {% endif %}
    {% set missing = [] %}
    {% for node in kept_tables() %}
        {% if not adapter.get_relation(node.database, node.schema, node.alias) %}
            {% do missing.append(node) %}
        {% endif %}
    {% endfor %}
    {% if not missing or not run_query(
        "select 1 from glob('" ~ (served_file() | replace("'", "''")) ~ "')"
    ).rows | length %}
        {{ return('') }}
    {% endif %}

    {% do run_query("attach '" ~ (served_file() | replace("'", "''")) ~ "' as served (read_only)") %}
    {% set served = run_query(
        "select table_name from duckdb_tables() where database_name = 'served' and schema_name = 'main'"
        ~ " union all select view_name from duckdb_views() where database_name = 'served' and not internal"
    ).columns[0].values() | list %}
    {% if 'history_files' in served %}
        {% do require_history_files() %}
    {% endif %}
    {% if 'publications' in served and last_data_source('served.publications') == data_source() %}
        {% for node in missing if node.alias in served %}
            {% set relation = api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias, type='table'
            ) %}
            {% do adapter.create_schema(relation) %}
            {% do run_query('create table ' ~ relation ~ ' as from served.' ~ node.alias) %}
            {% do adapter.cache_added(relation) %}
            {% do log(
                "Brought back from '" ~ served_file() ~ "': " ~ node.alias ~ ".", info=true
            ) %}
        {% endfor %}
    {% endif %}
    {% do run_query('detach served') %}
{% endmacro %}
