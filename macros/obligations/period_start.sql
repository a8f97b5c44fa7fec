{#- A build is counted as a day of its own. -#}
{% macro period_start(period, date_expression) -%}
    cast(
        date_trunc(
            case when {{ period }} = 'build' then 'day' else {{ period }} end,
            {{ date_expression }}
        ) as date
    )
{%- endmacro %}
