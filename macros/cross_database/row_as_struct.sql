{% macro row_as_struct(alias) %}
    {{ return(adapter.dispatch('row_as_struct', 'next_best_action')(alias)) }}
{% endmacro %}

{% macro default__row_as_struct(alias) %}struct({{ alias }}.*){% endmacro %}

{% macro duckdb__row_as_struct(alias) %}{{ alias }}{% endmacro %}
