{% macro raw_file(table) %}
    {% set folder = var('nba_raw_path') %}
    {% for extension in ['parquet', 'csv'] %}
        {% set path = folder ~ '/' ~ table ~ '.' ~ extension %}
        {% set pattern = path | replace("'", "''") %}
        {% set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0][0] %}
        {% if found %}
            {% if extension == 'parquet' %}
                {{ return("read_parquet('" ~ pattern ~ "')") }}
            {% endif %}
            {# With the dialect given, a malformed line is an error that names the file and the line. #}
            {{ return(
                "read_csv('" ~ pattern ~ "', header = true, all_varchar = true, auto_detect = false, "
                ~ "delim = ',', quote = '\"', escape = '\"', columns = " ~ csv_columns(pattern) ~ ")"
            ) }}
        {% endif %}
    {% endfor %}
    {% do exceptions.raise_compiler_error(
        "The folder named by nba_raw_path, '" ~ folder ~ "', holds neither " ~ table
        ~ ".parquet nor " ~ table ~ ".csv. Add the file, or list '" ~ table
        ~ "' in nba_absent_inputs if you have no such data."
    ) %}
{% endmacro %}
