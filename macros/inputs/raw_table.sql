{% macro raw_table(table) %}
    {% if not execute %}
        {# dbt takes note of the reference while it parses, and of nothing else. #}
        {% set seed = seed_of_input(table) %}
        {% if seed is not none %}
            {% do ref(seed[0], seed[1]) %}
        {% endif %}
        {{ return(empty_raw_table(table)) }}
    {% endif %}

    {% set origin = input_origin(table) %}
    {% if origin == 'absent' %}
        {{ return(empty_raw_table(table)) }}
    {% endif %}
    {% set relation = raw_file(table) if origin == 'file' else seed_relation(table) %}
    {% set present = run_query('describe select * from ' ~ relation).columns[0].values() | list %}
    {% set columns = raw_columns(table) %}
    {% set missing = columns.required | reject('in', present) | list %}
    {% if missing %}
        {% do exceptions.raise_compiler_error(
            "The raw table '" ~ table ~ "' (" ~ (input_file(table) or 'seed ' ~ seed_of_input(table)[1])
            ~ ") lacks the required column(s) " ~ missing | join(', ')
            ~ ". It has: " ~ present | join(', ') ~ "."
        ) %}
    {% endif %}

    {% set select_list = [] %}
    {% for column in columns.required + columns.optional %}
        {% do select_list.append(
            column if column in present else 'cast(null as varchar) as ' ~ column
        ) %}
    {% endfor %}
    {{ return('select ' ~ select_list | join(', ') ~ ' from ' ~ relation) }}
{% endmacro %}
