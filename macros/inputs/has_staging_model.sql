{#- Whether this project's staging model of an input, or one of the installing project's in its place, is there. -#}
{% macro has_staging_model(table) %}
    {% set name = 'stg_raw__' ~ table %}
    {% set root = installing_project().name %}
    {% if execute %}
        {{ return(node_id(name) is not none) }}
    {% endif %}
    {% if root != 'next_best_action' and has_project_file(root, name ~ '.sql') %}
        {{ return(true) }}
    {% endif %}
    {% set settings = installing_project().models.get('next_best_action', {}) %}
    {% set enabled = namespace(value=true) %}
    {% for level in [settings, settings.get('staging', {}), settings.get('staging', {}).get(name, {})] %}
        {% set enabled.value = level.get('+enabled', level.get('enabled', enabled.value)) %}
    {% endfor %}
    {{ return(enabled.value) }}
{% endmacro %}
