{% macro kept_tables() %}
    {# What full refreshes leave alone cannot be computed again; the log of publications says whose it is. #}
    {% set publications = node_id('publications') %}
    {% set kept = [] %}
    {% for node in graph.nodes.values() if node.resource_type == 'model'
        and (node.config.full_refresh == false or node.unique_id == publications) %}
        {% do kept.append(node) %}
    {% endfor %}
    {{ return(kept | sort(attribute='name')) }}
{% endmacro %}
