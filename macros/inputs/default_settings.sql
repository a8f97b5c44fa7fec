{#- Settings tables that are not empty where they are absent, and the seed that holds their rows. -#}
{% macro default_settings() %}
    {{ return({'goals': 'default_goals'}) }}
{% endmacro %}
