{% macro empty_raw_table(table) %}
    {% set columns = raw_columns(table) %}
    {% set select_list = [] %}
    {% for column in columns.required + columns.optional %}
        {% do select_list.append('cast(null as varchar) as ' ~ column) %}
    {% endfor %}
    {{ return('select ' ~ select_list | join(', ') ~ ' where false') }}
{% endmacro %}
