{% macro kept_tables() %}
    {# What full refreshes leave alone cannot be computed again. #}
    {{ return(
        graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('config.full_refresh', 'equalto', false)
        | sort(attribute='name') | list
    ) }}
{% endmacro %}
