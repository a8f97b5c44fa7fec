{% macro csv_field_pattern(dialect) %}
    {% set separator = modules.re.escape(dialect.separator) %}
    {{ return('(?:"(?:[^"]|"")*"|[^"' ~ separator ~ '][^' ~ separator ~ ']*|)') }}
{% endmacro %}
