{% macro input_origin(table) %}
    {% set staging = node_id('stg_raw__' ~ table) %}
    {% if staging is not none and not staging.startswith('model.next_best_action.') %}
        {{ return('model') }}
    {% elif table not in list_var('nba_absent_inputs') and input_file(table) is not none %}
        {{ return('file') }}
    {% endif %}
    {% set seed = seed_of_input(table) %}
    {% if seed is none %}
        {{ return('absent') }}
    {% endif %}
    {{ return('default' if seed[1].startswith('default_') else 'seed') }}
{% endmacro %}
