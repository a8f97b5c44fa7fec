{% macro csv_header(path) %}
    {# Latin-1 knows every byte, and what names the columns is ASCII. In parallel, any line might come first. #}
    {% set lines = run_query(
        'select line from ' ~ csv_line_reader(path, 'latin-1', 'header = false, parallel = false') ~ ' limit 1'
    ) %}
    {% set header = (lines.columns[0][0] if lines.rows | length else none) or '' %}
    {% set header = header | replace('\u00ef\u00bb\u00bf', '') | replace('\ufeff', '') | trim %}
    {% if not header %}
        {% do exceptions.raise_compiler_error(
            "The file '" ~ path ~ "' is empty. Its first line must name its columns."
        ) %}
    {% endif %}
    {{ return(header) }}
{% endmacro %}
