{% macro settings_table(name, columns) %}
    {% if name in list_var('nba_absent_inputs') %}
        {{ return(empty_raw_table(columns)) }}
    {% endif %}
    {{ return('select * from ' ~ ref(name)) }}
{% endmacro %}
