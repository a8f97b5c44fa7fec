with

curves as (
    select * from {{ ref('int_uplift_curves_drawn') }}
),

judged_units as (
    select * from {{ ref('int_uplift_units_judged') }}
    where is_compared
),

-- The perfect ranking is defined for outcomes of 0 and 1 only.
yes_no_outcomes as (
    select
        goal,
        action_id,
        bool_and(outcome in (0, 1)) as is_yes_no
    from judged_units
    group by goal, action_id
),

steps as (
    select
        goal,
        action_id,
        ranking,
        targeted_weight,
        uplift_gain,
        qini_gain,
        coalesce(lag(targeted_weight) over curve, 0) as previous_weight,
        coalesce(lag(uplift_gain) over curve, 0) as previous_uplift_gain,
        coalesce(lag(qini_gain) over curve, 0) as previous_qini_gain
    from curves
    window
        curve as (
            partition by goal, action_id, ranking
            order by targeted_weight asc nulls last
        )
),

-- Trapezoids, less the triangle under the straight line to the end.
areas as (
    select
        goal,
        action_id,
        ranking,
        sum((targeted_weight - previous_weight) * (uplift_gain + previous_uplift_gain) / 2)
        - max(targeted_weight) * max_by(uplift_gain, targeted_weight) / 2 as uplift_area,
        sum((targeted_weight - previous_weight) * (qini_gain + previous_qini_gain) / 2)
        - max(targeted_weight) * max_by(qini_gain, targeted_weight) / 2 as qini_area
    from steps
    group by goal, action_id, ranking
),

best_areas as (
    select
        goal,
        action_id,
        max(case when ranking = 'perfect_uplift' then uplift_area end) as uplift_area,
        max(case when ranking = 'perfect_qini' then qini_area end) as qini_area
    from areas
    group by goal, action_id
),

final as (
    select
        areas.goal,
        areas.action_id,
        areas.ranking as learner,
        case
            when yes_no_outcomes.is_yes_no
                then round(areas.qini_area / nullif(best_areas.qini_area, 0), 12)
        end as qini_coefficient,
        case
            when yes_no_outcomes.is_yes_no
                then round(areas.uplift_area / nullif(best_areas.uplift_area, 0), 12)
        end as auuc
    from areas
    inner join best_areas
        on
            areas.goal = best_areas.goal
            and areas.action_id = best_areas.action_id
    inner join yes_no_outcomes
        on
            areas.goal = yes_no_outcomes.goal
            and areas.action_id = yes_no_outcomes.action_id
    where areas.ranking not in ('perfect_uplift', 'perfect_qini')
)

select * from final
