{% macro is_turn(decided_on, turn_on) -%}
    {{ days_between(decided_on, turn_on) }} >= {{ [(decision_period_days() + 1) // 2, 1] | max }}
{%- endmacro %}
