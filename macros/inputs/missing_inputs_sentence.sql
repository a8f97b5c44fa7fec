{% macro missing_inputs_sentence(missing) %}
    {% set places = [] %}
    {% for input in missing %}
        {% if var('nba_raw_path') %}
            {% set file = var('nba_raw_path') ~ '/' ~ input %}
            {% do places.append(file ~ '.csv') %}
            {% do places.append(file ~ '.parquet') %}
        {% endif %}
        {% set package, seed = input_seeds(input)[0] %}
        {% do places.append('a seed ' ~ seed ~ ' of the project ' ~ package) %}
        {% if package != 'next_best_action' %}
            {% do places.append('a model stg_raw__' ~ input ~ ' of it') %}
        {% endif %}
    {% endfor %}
    {{ return(
        'Needed and not found: ' ~ missing | join(' and ') ~ '. Looked for ' ~ places | join(', ') ~ '.'
    ) }}
{% endmacro %}
