{% macro require_own_warehouse() %}
    {% set publications = existing_relation('publications') if execute else none %}
    {% set built_from = last_data_source(publications) if publications else none %}
    {% if built_from and built_from != data_source() %}
        {% do exceptions.raise_compiler_error(
            "The warehouse was built from other data (" ~ built_from ~ "), and its log and experiments"
            ~ " would be mixed with those of " ~ data_source() ~ ". Set NBA_DATABASE_PATH and"
            ~ " NBA_PUBLISHED_PATH to files of their own, or move '" ~ target.path ~ "' and '"
            ~ served_file() ~ "' away."
        ) %}
    {% endif %}
{% endmacro %}
