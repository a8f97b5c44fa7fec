{# What an action is expected to earn: the value of a success, times its probability, less the cost. #}
{% macro expected_value(success_probability, incremental_value, cost) -%}
    {{ success_probability }} * {{ incremental_value }} - {{ cost }}
{%- endmacro %}
