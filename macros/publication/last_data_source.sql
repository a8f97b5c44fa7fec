{# Whose data the newest publication was made of; none before the first, or where an older version
   wrote it. #}
{% macro last_data_source(publications) %}
    {% set columns = run_query('describe ' ~ publications).columns[0].values() %}
    {% if 'data_source' not in columns %}
        {{ return(none) }}
    {% endif %}
    {{ return(
        run_query('select max_by(data_source, publication_number) from ' ~ publications).columns[0][0]
    ) }}
{% endmacro %}
