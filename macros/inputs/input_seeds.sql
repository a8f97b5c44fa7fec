{#- Seeds that may hold an input, the first found first: the installing project's own, unless it is to count as absent,
    then the engine's default. -#}
{% macro input_seeds(table) %}
    {% set default = ('next_best_action', 'default_' ~ table) %}
    {% if table in list_var('nba_absent_inputs') %}
        {{ return([default]) }}
    {% endif %}
    {% set own = table if table in settings_names() else 'raw_' ~ table %}
    {{ return([(installing_project().name, own), default]) }}
{% endmacro %}
