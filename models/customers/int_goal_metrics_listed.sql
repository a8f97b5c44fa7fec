{{ config(materialized='view') }}

with

goals as (
    select * from {{ ref('input_goals') }}
),

final as (
    select
        goal,
        success_metric,
        -- What is learnt from where nothing is done.
        coalesce(baseline_metric, success_metric) as baseline_metric,
        coalesce(baseline_metric, success_metric) = 'subscription_continues' as is_continuing
    from goals
)

select * from final
