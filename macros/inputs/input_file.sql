{#- Path of the file that holds an input, or the pattern of its Parquet files in a folder of its name; or none. -#}
{% macro input_file(table) %}
    {% if not var('nba_raw_path') %}
        {{ return(none) }}
    {% endif %}
    {% set parts = var('nba_raw_path') ~ '/' ~ table ~ '/**/*.parquet' %}
    {% set is_partitioned = has_files(parts) %}
    {% for extension in ['parquet', 'csv'] %}
        {% set path = var('nba_raw_path') ~ '/' ~ table ~ '.' ~ extension %}
        {% if has_files(path) %}
            {% if is_partitioned %}
                {% do exceptions.raise_compiler_error(
                    "There is the file '" ~ path ~ "', and Parquet files in a folder '" ~ table
                    ~ "' beside it. Keep one of them."
                ) %}
            {% endif %}
            {{ return(path) }}
        {% elif has_files(path ~ '/*') %}
            {% do exceptions.raise_compiler_error(
                "'" ~ path ~ "' is a folder. It must be one file."
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(parts if is_partitioned else none) }}
{% endmacro %}
