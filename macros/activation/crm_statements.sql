{#- What publications have said so far, where it stands; nothing in a new warehouse. -#}
{% macro crm_statements() -%}
    {% set log = existing_relation('crm_action_log') %}
    {% set present = adapter.get_columns_in_relation(log) | map(attribute='name') | list
        if log else [] %}
    select
        {% for column in crm_action_columns() %}
        {% set value = column.name if column.name in present else 'null' %}
        cast({{ value }} as {{ column.type }}) as {{ column.name }}{{ "," if not loop.last }}
        {% endfor %}
    {% if log %}
    from {{ log }}
    {% else %}
    where false
    {% endif %}
{%- endmacro %}
