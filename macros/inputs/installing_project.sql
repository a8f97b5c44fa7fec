{#-
    The project that dbt was started in: its name, the files of all projects, and its own settings of models and
    variables. dbt's `ref` knows them; nothing that is documented does while dbt parses.
-#}
{% macro installing_project() %}
    {% if ref.config is not defined %}
        {{ return({'name': 'next_best_action', 'files': [], 'models': {}, 'vars': {}}) }}
    {% endif %}
    {{ return({
        'name': ref.config.project_name,
        'files': ref.manifest.files,
        'models': ref.config.models,
        'vars': ref.config.vars.to_dict(),
    }) }}
{% endmacro %}
