{% macro reject_var(name, allowed) %}
    {% do exceptions.raise_compiler_error(
        "The variable " ~ name ~ " is '" ~ var(name) ~ "'. Allowed is " ~ allowed ~ "."
    ) %}
{% endmacro %}
