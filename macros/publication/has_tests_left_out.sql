{% macro has_tests_left_out(selected) %}
    {# Tests of a model that is disabled are disabled with it, or depend on nothing. #}
    {% for node in graph.nodes.values()
        if node.resource_type == 'test' and node.config.enabled and node.depends_on.nodes %}
        {% if node.unique_id not in selected
            and node.depends_on.nodes | reject('in', selected) | list == [] %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}
