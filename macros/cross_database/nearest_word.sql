{#- The word of a list that takes the fewest changes of letters to reach. -#}
{% macro nearest_word(word, words) %}
    {{ return(adapter.dispatch('nearest_word', 'next_best_action')(word, words)) }}
{% endmacro %}

{% macro duckdb__nearest_word(word, words) %}
    {% set nearest = run_query(
        "select word from (select unnest(['" ~ words | join("', '") ~ "']) as word) order by damerau_levenshtein(word, "
        ~ text_literal(word) ~ ') asc nulls last, word asc nulls last limit 1'
    ) %}
    {{ return(nearest.columns[0][0]) }}
{% endmacro %}
