{#- The rows of a group as one JSON object, in the order of the names; the values are JSON texts. -#}
{% macro json_texts_object(name, json_text) %}
    {{ return(adapter.dispatch('json_texts_object', 'next_best_action')(name, json_text)) }}
{% endmacro %}

{% macro duckdb__json_texts_object(name, json_text) %}
    {{ as_json_object(name, 'cast(' ~ json_text ~ ' as json)') }}
{% endmacro %}
