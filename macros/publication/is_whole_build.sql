{% macro is_whole_build() %}
    {# dbt retry runs what was left of a build, so that all of it has been tested in the end. #}
    {% if not execute or flags.WHICH == 'retry' %}
        {{ return(true) }}
    {% endif %}
    {% for table in public_tables() %}
        {% set unselected = selected_resources | select('equalto', node_id(table)) | list == [] %}
        {% if flags.WHICH != 'build' or flags.EMPTY or unselected %}
            {% do log(
                "Nothing is published: only a dbt build of all public tables, with their rows,"
                ~ " tests all of them.",
                info=true
            ) %}
            {{ return(false) }}
        {% endif %}
    {% endfor %}
    {{ return(true) }}
{% endmacro %}
