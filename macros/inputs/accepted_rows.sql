{#- The rows of a small settings table, as dictionaries, once it is built; none before. -#}
{% macro accepted_rows(model_name, order_by) %}
    {% set relation = existing_relation(model_name) %}
    {% set rows = [] %}
    {% if relation is not none %}
        {% set table = run_query('select * from ' ~ relation ~ ' order by ' ~ order_by) %}
        {% for row in table.rows %}
            {% do rows.append(dict(zip(table.column_names, row.values()))) %}
        {% endfor %}
    {% endif %}
    {{ return(rows) }}
{% endmacro %}
