{#- Seeds that may hold an input, the first found first: the installing project's own, then the engine's default. -#}
{% macro input_seeds(table) %}
    {% set own = table if table in settings_names() else 'raw_' ~ table %}
    {{ return([(installing_project().name, own), ('next_best_action', 'default_' ~ table)]) }}
{% endmacro %}
