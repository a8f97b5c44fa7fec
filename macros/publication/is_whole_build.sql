{% macro is_whole_build() %}
    {% if not execute %}
        {{ return(true) }}
    {% endif %}
    {# dbt retry runs what was left of a build, so that all of it has been tested in the end. But it
       does not hold models back for their unit tests, as a build does. #}
    {% if flags.WHICH == 'retry' %}
        {% for resource in selected_resources %}
            {% if resource.startswith('unit_test.') %}
                {% do log(
                    "Nothing is published: unit tests were left to run. Run dbt build.", info=true
                ) %}
                {{ return(false) }}
            {% endif %}
        {% endfor %}
        {{ return(true) }}
    {% endif %}
    {% set selected = {} %}
    {% for resource in selected_resources %}
        {% do selected.update({resource: true}) %}
    {% endfor %}
    {% set unselected_tables = [] %}
    {% for table in public_tables() if node_id(table) not in selected %}
        {% do unselected_tables.append(table) %}
    {% endfor %}
    {% if flags.WHICH != 'build' or flags.EMPTY or unselected_tables or has_tests_left_out(selected) %}
        {# Other commands, such as docs generate, only compile: nobody expects a publication of them. #}
        {% if flags.WHICH in ['build', 'run'] %}
            {% do log(
                "Nothing is published: only a dbt build of all public tables, with their rows,"
                ~ " tests all of them.",
                info=true
            ) %}
        {% endif %}
        {{ return(false) }}
    {% endif %}
    {{ return(true) }}
{% endmacro %}
