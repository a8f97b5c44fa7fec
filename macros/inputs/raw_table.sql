{% macro raw_table(table) %}
    {% set columns = raw_columns(table) %}
    {% if table in list_var('nba_absent_inputs') %}
        {{ return(empty_raw_table(columns.required + columns.optional)) }}
    {% endif %}

    {% if not var('nba_raw_path') %}
        {% set relation = ref('raw_' ~ table) %}
        {% set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | list
            if execute else [] %}
    {% elif execute %}
        {% set relation = raw_file(table) %}
        {% set present = run_query('describe select * from ' ~ relation).columns[0].values() | list %}
        {% set missing = columns.required | reject('in', present) | list %}
        {% if missing %}
            {% do exceptions.raise_compiler_error(
                "The raw table '" ~ table ~ "' in '" ~ var('nba_raw_path')
                ~ "' lacks the required column(s) " ~ missing | join(', ')
                ~ ". It has: " ~ present | join(', ') ~ "."
            ) %}
        {% endif %}
    {% endif %}

    {% set select_list = [] %}
    {% for column in columns.required + columns.optional %}
        {% if column in columns.optional and present and column not in present %}
            {% do select_list.append('cast(null as varchar) as ' ~ column) %}
        {% else %}
            {% do select_list.append(column) %}
        {% endif %}
    {% endfor %}
    {{ return('select ' ~ select_list | join(', ') ~ ' from ' ~ relation) }}
{% endmacro %}
