{#- The model of this name: the engine's own, or the one that another project has in its place. Of a model with versions
    the latest, unless the name says which: recommendations.v1. -#}
{% macro node_id(model_name) %}
    {% for package in [project_name, 'next_best_action'] %}
        {% set own = 'model.' ~ package ~ '.' ~ model_name %}
        {% if own in graph.nodes %}
            {{ return(own) }}
        {% endif %}
    {% endfor %}
    {# A model with versions, or of a package beside the engine; looking through all nodes takes a thousand times as long. #}
    {% set name, _, version = model_name.partition('.v') %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name %}
        {% set is_meant = node.version | string == version if version else node.version == node.latest_version %}
        {% if is_meant %}
            {{ return(node.unique_id) }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
