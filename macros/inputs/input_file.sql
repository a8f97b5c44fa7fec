{#- Path of the file that holds an input, or none. -#}
{% macro input_file(table) %}
    {% if not var('nba_raw_path') %}
        {{ return(none) }}
    {% endif %}
    {% for extension in ['parquet', 'csv'] %}
        {% set path = var('nba_raw_path') ~ '/' ~ table ~ '.' ~ extension %}
        {% if has_files(path) %}
            {{ return(path) }}
        {% elif has_files(path ~ '/*') %}
            {% do exceptions.raise_compiler_error(
                "'" ~ path ~ "' is a folder. It must be one file."
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
