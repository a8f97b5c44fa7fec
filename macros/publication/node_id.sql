{# Of a model with versions the latest, unless the name says which: recommendations.v1. #}
{% macro node_id(model_name) %}
    {% set name, _, version = model_name.partition('.v') %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name %}
        {% set is_meant = node.version | string == version if version else node.version == node.latest_version %}
        {% if is_meant %}
            {{ return(node.unique_id) }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
