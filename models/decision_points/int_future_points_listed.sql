{% set period_days = decision_period_days() %}
with

next_turns as (
    select * from {{ ref('int_next_turns_dated') }}
    where next_regular_on is not null
),

horizon as (
    select * from {{ ref('int_planning_horizon_set') }}
),

-- Regular points from tomorrow to the end of the horizon; a horizon is a year at most.
turns as (
    {% for turn in range(366 // period_days + 1 if period_days else 1) %}
    select {{ turn }} as turn
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

dated as (
    select
        next_turns.customer_id,
        {{ add_days('next_turns.next_regular_on', 'turns.turn * ' ~ period_days) }} as foreseen_on
    from next_turns
    cross join turns
),

final as (
    select
        dated.customer_id,
        dated.foreseen_on
    from dated
    cross join horizon
    where dated.foreseen_on <= horizon.horizon_end
)

select * from final
