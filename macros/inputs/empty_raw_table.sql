{% macro empty_raw_table(columns) %}
    {% set select_list = [] %}
    {% for column in columns %}
        {% do select_list.append('cast(null as varchar) as ' ~ column) %}
    {% endfor %}
    {{ return('select ' ~ select_list | join(', ') ~ ' where false') }}
{% endmacro %}
