{% macro success_metrics() -%}
    {% for goal, metric in var('nba_success_metrics').items() -%}
    select
        {{ text_literal(goal) }} as goal,
        {{ text_literal(metric) }} as metric
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
