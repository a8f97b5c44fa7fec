{% macro logged_decisions() -%}
    {# The log of a new warehouse is empty, and that of an older version may lack columns. #}
    {% set log = existing_relation('decision_log') %}
    {% set present = adapter.get_columns_in_relation(log) | map(attribute='name') | list
        if log else [] %}
    select
        {% for column in decision_log_columns() %}
        cast({{ column.name if column.name in present else 'null' }} as {{ column.type }})
            as {{ column.name }}{{ "," if not loop.last }}
        {% endfor %}
    {% if log %}
    from {{ log }}
    {% else %}
    where false
    {% endif %}
{%- endmacro %}
