{% macro bootstrap_group_count() %}
    {{ return(200) }}
{% endmacro %}
