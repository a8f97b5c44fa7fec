{% macro staged_input(table) %}
    {% if has_staging_model(table) %}
        {{ return(ref('stg_raw__' ~ table)) }}
    {% endif %}
    {{ return('(' ~ raw_table(table) ~ ')') }}
{% endmacro %}
