{% macro reject_unknown_variables() %}
    {% for name in given_variables() if name.startswith('nba_') and name not in variable_names() %}
        {% do exceptions.raise_compiler_error(
            "The variable " ~ name ~ " is not known. Did you mean " ~ nearest_word(name, variable_names()) ~ "?"
        ) %}
    {% endfor %}
{% endmacro %}
