with

outcomes as (
    select * from {{ ref('decision_outcomes') }}
),

final as (
    select
        decision_id,
        customer_id,
        as_of_date,
        role,
        action_id,
        action_probability,
        stratum,
        metric,
        observed_at,
        value,
        later_decision_count
    from outcomes
    {% if var('nba_overlapping_windows') == 'left_out' %}
    where later_decision_count = 0
    {% endif %}
)

select * from final
