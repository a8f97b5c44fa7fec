with

outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

final as (
    select
        decision_id,
        max(
            case when metric = '{{ var('nba_success_metrics')['retention'] }}' then value end
        ) as retention_outcome,
        max(
            case when metric = '{{ var('nba_success_metrics')['upsell'] }}' then value end
        ) as upsell_outcome,
        max(
            case when metric = '{{ var('nba_satisfaction_metric') }}' then value end
        ) as satisfaction_outcome
    from outcomes
    group by decision_id
)

select * from final
