{% macro existing_relation(model_name) %}
    {% if not execute %}
        {{ return(none) }}
    {% endif %}
    {% set node = graph.nodes.get(node_id(model_name)) %}
    {% if not node %}
        {{ return(none) }}
    {% endif %}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{% endmacro %}
