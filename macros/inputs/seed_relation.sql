{% macro seed_relation(table) %}
    {% set package, seed = seed_of_input(table) %}
    {% if ('seed.' ~ package ~ '.' ~ seed) not in model.depends_on.nodes %}
        {% do exceptions.raise_compiler_error(
            "The seed '" ~ seed ~ "' was added after dbt had parsed the project. Run once with"
            ~ " --no-partial-parse."
        ) %}
    {% endif %}
    {{ return(ref(package, seed)) }}
{% endmacro %}
