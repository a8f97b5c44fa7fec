{% macro typed_literal(value, data_type) -%}
    {%- if data_type == 'varchar' -%}
        {{ text_literal(value) }}
    {%- else -%}
        cast({{ text_literal(value) }} as {{ data_type }})
    {%- endif -%}
{%- endmacro %}
