{% macro is_finite(expression) %}
    {{ return(adapter.dispatch('is_finite', 'next_best_action')(expression)) }}
{% endmacro %}

{% macro default__is_finite(expression) -%}
    (not isnan({{ expression }}) and abs({{ expression }}) < cast('infinity' as double))
{%- endmacro %}

{% macro duckdb__is_finite(expression) %}isfinite({{ expression }}){% endmacro %}
