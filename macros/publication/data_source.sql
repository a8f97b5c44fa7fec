{% macro data_source() %}
    {% if var('nba_raw_path') %}
        {{ return('raw files') }}
    {% endif %}
    {{ return('demo' if project_name == 'next_best_action' else project_name) }}
{% endmacro %}
