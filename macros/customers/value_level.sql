{% macro value_level(lifetime_value_amount) -%}
    case
        when {{ lifetime_value_amount }} > {{ var('nba_high_value_amount') }} then 'high'
        when {{ lifetime_value_amount }} is not null then 'low'
        else 'unknown'
    end
{%- endmacro %}
