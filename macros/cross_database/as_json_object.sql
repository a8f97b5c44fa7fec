{% macro as_json_object(name, value) %}
    {{ return(adapter.dispatch('as_json_object', 'next_best_action')(name, value)) }}
{% endmacro %}

{% macro default__as_json_object(name, value) %}
    to_json(map_from_entries(collect_list(struct({{ name }}, {{ value }}))))
{% endmacro %}

{% macro duckdb__as_json_object(name, value) %}
    cast(
        to_json(
            map_from_entries(array_agg(({{ name }}, {{ value }}) order by {{ name }} asc nulls last))
        ) as varchar
    )
{% endmacro %}
