{# The table function that reads the user's copy of the trial. #}
{% macro hillstrom_file() %}
    {% set path = env_var('HILLSTROM_CSV', '') %}
    {% if execute and not path %}
        {% do exceptions.raise_compiler_error(
            "HILLSTROM_CSV is not set. Download the MineThatData E-Mail Analytics And Data Mining "
            ~ "Challenge data (Kevin Hillstrom, 2008; see examples/hillstrom/README.md) and set "
            ~ "HILLSTROM_CSV to your copy, a CSV file or a gzipped one."
        ) %}
    {% endif %}
    {% set quoted = path | replace("'", "''") %}
    {% if execute and not run_query("select count(*) from glob('" ~ quoted ~ "')").columns[0][0] %}
        {% do exceptions.raise_compiler_error(
            "HILLSTROM_CSV is '" ~ path ~ "', but there is no such file."
        ) %}
    {% endif %}
    {{ return("read_csv('" ~ quoted ~ "', header = true, all_varchar = true)") }}
{% endmacro %}
