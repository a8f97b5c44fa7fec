{#- While dbt parses there is no graph yet, only the list of files. -#}
{% macro seed_of_input(table) %}
    {% for package, seed in input_seeds(table) %}
        {% if execute %}
            {% set found = ('seed.' ~ package ~ '.' ~ seed) in graph.nodes %}
        {% elif package == 'next_best_action' and not seed.startswith('default_') and var('nba_raw_path') %}
            {# The demo's own seeds are switched off for other data. #}
            {% set found = false %}
        {% else %}
            {% set found = has_project_file(package, seed ~ '.csv') %}
        {% endif %}
        {% if found %}
            {{ return((package, seed)) }}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
