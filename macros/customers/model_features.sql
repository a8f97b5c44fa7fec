{% macro model_features(model_name) %}
    {% set features = [] %}
    {% set model = graph.nodes.get(node_id(model_name), {}) %}
    {% for column in model.get('columns', {}).values() %}
        {% set meta = column.get('config', {}).get('meta', {}) %}
        {% if meta.get('feature') %}
            {% do features.append(feature_declaration(model_name, column.name, meta)) %}
        {% endif %}
    {% endfor %}
    {{ return(features) }}
{% endmacro %}
