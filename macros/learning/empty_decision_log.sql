{% macro empty_decision_log() -%}
    select
        {% for column in decision_log_columns() %}
        cast(null as {{ column.type }}) as {{ column.name }}{{ "," if not loop.last }}
        {% endfor %}
    where false
{%- endmacro %}
