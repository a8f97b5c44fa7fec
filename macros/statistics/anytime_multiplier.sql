{#- The asymptotic confidence sequence of python_ml/experiments/intervals.py (EveryLook). -#}
{% macro anytime_multiplier(unit_count) -%}
    {%- set alpha = 1 - number_var('nba_confidence_level') -%}
    {%- set mixed -%}
    (
        {{ unit_count }} * (-2 * ln({{ alpha }}) + ln(-2 * ln({{ alpha }}) + 1))
        / {{ number_var('nba_anytime_tuning_unit_count') }}
    )
    {%- endset -%}
    sqrt(2 * ({{ mixed }} + 1) / {{ mixed }} * ln(sqrt({{ mixed }} + 1) / {{ alpha }}))
{%- endmacro %}
