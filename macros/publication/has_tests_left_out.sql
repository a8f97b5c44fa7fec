{% macro has_tests_left_out(selected) %}
    {# A test of a model that is disabled depends on nothing. #}
    {% for node in graph.nodes.values() if node.resource_type == 'test' and node.depends_on.nodes %}
        {% if node.unique_id not in selected
            and node.depends_on.nodes | reject('in', selected) | list == [] %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}
