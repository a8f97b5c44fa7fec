{% set period_days = decision_period_days() %}
with

decision_days as (
    select * from {{ ref('int_decision_days_computed') }}
),

last_decisions as (
    select * from {{ ref('int_last_decisions_found') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

decided as (
    select
        decision_days.customer_id,
        decision_days.next_regular_on,
        case
            when points.customer_id is not null then decision_days.as_of_date
            else last_decisions.last_decided_on
        end as decided_on
    from decision_days
    left join last_decisions
        on decision_days.customer_id = last_decisions.customer_id
    left join points
        on decision_days.customer_id = points.customer_id
),

final as (
    select
        customer_id,
        case
            when coalesce({{ is_turn('decided_on', 'next_regular_on') }}, true) then next_regular_on
            else {{ add_days('next_regular_on', period_days) }}
        end as next_regular_on
    from decided
)

select * from final
