{% macro node_id(model_name) %}
    {% set nodes = graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', model_name) | list %}
    {{ return(nodes[0].unique_id if nodes else none) }}
{% endmacro %}
