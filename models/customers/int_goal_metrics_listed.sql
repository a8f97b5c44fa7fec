{{ config(materialized='view') }}
{% set metrics = var('nba_success_metrics') %}
with

listed as (
    {% for goal, metric in metrics.items() %}
    select
        {{ text_literal(goal) }} as goal,
        {{ text_literal(metric) }} as success_metric,
        {{ text_literal(var('nba_baseline_metrics').get(goal, metric)) }} as baseline_metric
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        cast(goal as varchar) as goal,
        cast(success_metric as varchar) as success_metric,
        -- What is learnt from where nothing is done.
        cast(baseline_metric as varchar) as baseline_metric,
        baseline_metric = 'subscription_continues' as is_continuing
    from listed
)

select * from final
