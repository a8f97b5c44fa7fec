{#- What earlier publications said is read where it stands, like the decision log: those of the same day too, so that a
    later build of the day knows what has been said already. -#}
{% set log = existing_relation('crm_action_log') %}
{% set present = adapter.get_columns_in_relation(log) | map(attribute='name') | list if log else [] %}
with

final as (
    select
        {% for column in crm_action_columns() %}
        cast({{ column.name if column.name in present else 'null' }} as {{ column.type }})
            as {{ column.name }}{{ "," if not loop.last }}
        {% endfor %}
    {% if log %}
    from {{ log }}
    {% else %}
    where false
    {% endif %}
)

select * from final
