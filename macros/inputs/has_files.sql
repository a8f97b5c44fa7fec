{% macro has_files(pattern) %}
    {% set count = run_query("select count(*) from glob(" ~ text_literal(pattern) ~ ")") %}
    {{ return(count.columns[0][0] > 0) }}
{% endmacro %}
