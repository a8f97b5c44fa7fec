{#- The model of this name: the engine's own, or the one that another project has in its place. -#}
{% macro node_id(model_name) %}
    {% for package in [project_name, 'next_best_action'] %}
        {% set own = 'model.' ~ package ~ '.' ~ model_name %}
        {% if own in graph.nodes %}
            {{ return(own) }}
        {% endif %}
    {% endfor %}
    {# A package beside the engine; looking through all nodes takes a thousand times as long. #}
    {% for node in graph.nodes.values()
        if node.resource_type == 'model' and node.name == model_name %}
        {{ return(node.unique_id) }}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
