{#- Per table that may speak of a single customer the condition that finds the rows: schema, table and SQL. -#}
{% macro erasure_conditions(database, customer) %}
    {% set key = text_literal(customer) %}
    {# A key among others, such as experiment|customer: whole, and not part of a longer one. #}
    {% set pattern = "'(^|[^A-Za-z0-9_-])' || regexp_escape(" ~ key ~ ") || '($|[^A-Za-z0-9_-])'" %}
    {% set named_in_json = text_literal('"customer_id":' ~ tojson(customer)) %}
    {% set found = {} %}
    {% set columns = run_query(
        "select columns.schema_name, columns.table_name, columns.column_name"
        ~ " from duckdb_columns() as columns inner join duckdb_tables() as tables"
        ~ " on columns.database_name = tables.database_name"
        ~ " and columns.schema_name = tables.schema_name and columns.table_name = tables.table_name"
        ~ " where columns.database_name = " ~ text_literal(database) ~ " and not tables.internal"
        ~ " order by 1, 2, 3"
    ) %}
    {% for schema, table, column in columns.rows %}
        {% set name = adapter.quote(column) %}
        {# What is scored in Python may be a unit of an experiment. #}
        {% set condition = {
            'customer_id': 'regexp_matches(' ~ name ~ ', ' ~ pattern ~ ')'
                if table.startswith('ml_') else name ~ ' = ' ~ key,
            'decision_id': name ~ ' in (select decision_id from temp.main.erased_decisions)',
            'unit_id': 'regexp_matches(' ~ name ~ ', ' ~ pattern ~ ')',
            'training_row_id': 'regexp_matches(' ~ name ~ ', ' ~ pattern ~ ')',
            'record_key': 'regexp_matches(' ~ name ~ ', ' ~ pattern ~ ')',
            'line': 'regexp_matches(' ~ name ~ ', ' ~ pattern ~ ')',
            'json_value': name ~ ' = ' ~ text_literal(tojson(customer)),
            'record': "contains(" ~ name ~ ", " ~ named_in_json ~ ") or (not starts_with("
                ~ name ~ ", '{') and regexp_matches(" ~ name ~ ", " ~ pattern ~ "))",
        }.get(column) %}
        {% if condition %}
            {% do found.setdefault((schema, table), []).append('coalesce(' ~ condition ~ ', false)') %}
        {% endif %}
    {% endfor %}
    {% set conditions = [] %}
    {% for place, parts in found.items() %}
        {% do conditions.append((place[0], place[1], parts | join(' or '))) %}
    {% endfor %}
    {{ return(conditions) }}
{% endmacro %}
