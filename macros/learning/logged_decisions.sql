{% macro logged_decisions() -%}
    {# The log of a new warehouse is empty, and that of an older version may lack columns. #}
    {% set log = existing_relation('decision_log') %}
    {% set present = adapter.get_columns_in_relation(log) | map(attribute='name') | list
        if log else [] %}
    {% set legacy_values = legacy_goal_values(present) %}
    select
        {% for column in decision_log_columns() %}
        {% set value = column.name if column.name in present else 'null' %}
        {% if column.name == 'goal_values' and legacy_values %}
            {% set value = 'coalesce(' ~ value ~ ', ' ~ legacy_values ~ ')' %}
        {% endif %}
        cast({{ value }} as {{ column.type }}) as {{ column.name }}{{ "," if not loop.last }}
        {% endfor %}
    {% if log %}
    from {{ log }}
    {% else %}
    where false
    {% endif %}
{%- endmacro %}
