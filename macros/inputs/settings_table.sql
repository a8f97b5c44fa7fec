{#- A settings table that is absent is empty, unless there is a default for it. -#}
{% macro settings_table(name, columns) %}
    {% if name not in list_var('nba_absent_inputs') %}
        {{ return('select * from ' ~ ref(name)) }}
    {% endif %}
    {% if name in default_settings() %}
        {{ return('select * from ' ~ ref(default_settings()[name])) }}
    {% endif %}
    {{ return(empty_raw_table(columns)) }}
{% endmacro %}
