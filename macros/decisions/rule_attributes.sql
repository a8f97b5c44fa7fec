{#- Every column of these models but the keys: the first model that has it counts. -#}
{% macro rule_attributes() %}
    {% set attributes = {} %}
    {% if execute %}
        {% for model, alias in [
            ('customer_profile', 'profiles'), ('customer_engagement', 'engagement'),
            ('customer_segments', 'segments'), (var('nba_features_model'), 'features'),
        ] %}
            {% set columns = graph.nodes.get(node_id(model), {}).get('columns', {}) %}
            {% for name, column in columns.items() if name not in ('customer_id', 'as_of_date') %}
                {% do attributes.setdefault(name, {
                    'column': alias ~ '.' ~ name, 'type': column_kind(column.data_type),
                }) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {{ return(attributes) }}
{% endmacro %}
