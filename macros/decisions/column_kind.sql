{#- The type that a value from a settings table is cast to before it meets a column of this type. -#}
{% macro column_kind(data_type) %}
    {% set name = (data_type or 'varchar') | lower %}
    {% if name in ('boolean', 'date') %}
        {{ return(name) }}
    {% elif name.startswith('timestamp') %}
        {{ return('timestamp') }}
    {% elif 'int' in name or name.split('(')[0] in ('decimal', 'numeric', 'double', 'float', 'real') %}
        {{ return('double') }}
    {% else %}
        {{ return('varchar') }}
    {% endif %}
{% endmacro %}
