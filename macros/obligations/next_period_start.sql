{% macro next_period_start(period, period_start) -%}
    case
        when {{ period }} in ('build', 'day') then {{ add_days(period_start, 1) }}
        when {{ period }} = 'week' then {{ add_days(period_start, 7) }}
        when {{ period }} = 'month' then {{ add_months(period_start, 1) }}
        when {{ period }} = 'quarter' then {{ add_months(period_start, 3) }}
        else {{ add_months(period_start, 12) }}
    end
{%- endmacro %}
