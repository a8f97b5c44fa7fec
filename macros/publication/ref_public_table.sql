{% macro ref_public_table(table) %}
    {% set name, _, version = table.partition('.v') %}
    {{ return(ref(name, v=version) if version else ref(name)) }}
{% endmacro %}
