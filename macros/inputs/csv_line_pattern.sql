{#- A regular expression for a line of so many fields, each plain or quoted. -#}
{% macro csv_line_pattern(dialect) %}
    {% set field = csv_field_pattern(dialect) %}
    {% set separator = modules.re.escape(dialect.separator) %}
    {{ return(field ~ '(?:' ~ separator ~ field ~ '){' ~ (dialect.columns | length - 1) ~ '}') }}
{% endmacro %}
