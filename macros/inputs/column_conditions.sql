{#- The branches of a case that says for each input whether column_name is one of its columns. -#}
{% macro column_conditions() %}
    {% set branches = [] %}
    {% for input in input_names() %}
        {% set columns = raw_columns(input) %}
        {% do branches.append(
            "when '" ~ input ~ "' then typed.column_name in ('"
            ~ (columns.required + columns.optional) | join("', '") ~ "')"
        ) %}
    {% endfor %}
    {{ return(branches | join(' ')) }}
{% endmacro %}
