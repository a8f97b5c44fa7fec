{% macro expected_value(success_probability, incremental_value, cost) -%}
    {{ success_probability }} * {{ incremental_value }} - {{ cost }}
{%- endmacro %}
