{% macro whole_units(value, scale) %}
    {{ return(adapter.dispatch('whole_units', 'next_best_action')(value, scale)) }}
{% endmacro %}

{% macro default__whole_units(value, scale) -%}
    cast(round(cast({{ value }} as double) / {{ scale }} * 281474976710656) as decimal(38, 0))
{%- endmacro %}

{% macro duckdb__whole_units(value, scale) -%}
    cast(round(cast({{ value }} as double) / {{ scale }} * 281474976710656) as hugeint)
{%- endmacro %}
