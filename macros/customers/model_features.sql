{% macro model_features(model_name) %}
    {% set candidates = graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', model_name) | list %}
    {% set features = [] %}
    {% set columns = candidates[0].columns.values() if candidates else [] %}
    {% for column in columns %}
        {% set type = column.get('config', {}).get('meta', {}).get('feature') %}
        {% if type in ('numeric', 'categorical') %}
            {% do features.append({'name': column.name, 'type': type}) %}
        {% elif type %}
            {% do exceptions.raise_compiler_error(
                "Column " ~ column.name ~ " of " ~ model_name ~ " declares the feature type '"
                ~ type ~ "'. Allowed are numeric and categorical."
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(features) }}
{% endmacro %}
