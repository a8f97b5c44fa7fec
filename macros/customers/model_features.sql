{% macro model_features(model_name) %}
    {% set candidates = graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', model_name) | list %}
    {% set features = [] %}
    {% set columns = candidates[0].columns.values() if candidates else [] %}
    {% for column in columns %}
        {% set meta = column.get('config', {}).get('meta', {}) %}
        {% if meta.get('feature') %}
            {% do features.append(feature_declaration(model_name, column.name, meta)) %}
        {% endif %}
    {% endfor %}
    {{ return(features) }}
{% endmacro %}
