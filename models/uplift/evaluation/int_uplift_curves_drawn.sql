with

judged_units as (
    select * from {{ ref('int_uplift_units_judged') }}
    where is_compared
),

-- One copy of the units, whichever learner ranked them.
compared_units as (
    select
        goal,
        action_id,
        unit_id,
        any_value(is_treated) as is_treated,
        any_value(outcome) as outcome,
        any_value(unit_weight) as unit_weight
    from judged_units
    group by goal, action_id, unit_id
),

group_totals as (
    select
        goal,
        action_id,
        sum(case when outcome = 1 and not is_treated then unit_weight else 0 end)
        > sum(case when outcome = 0 and is_treated then unit_weight else 0 end)
            as has_more_harmed
    from compared_units
    group by goal, action_id
),

perfect_rankings as (
    select
        compared_units.goal,
        compared_units.action_id,
        'perfect_qini' as ranking,
        case
            when compared_units.is_treated then compared_units.outcome
            else -compared_units.outcome
        end as score,
        compared_units.is_treated,
        compared_units.outcome,
        compared_units.unit_weight
    from compared_units

    union all

    select
        compared_units.goal,
        compared_units.action_id,
        'perfect_uplift' as ranking,
        2 * (case when compared_units.is_treated = (compared_units.outcome = 1) then 1 else 0 end)
        + case
            when group_totals.has_more_harmed then compared_units.outcome
            when compared_units.is_treated then 1
            else 0
        end as score,
        compared_units.is_treated,
        compared_units.outcome,
        compared_units.unit_weight
    from compared_units
    inner join group_totals
        on
            compared_units.goal = group_totals.goal
            and compared_units.action_id = group_totals.action_id
),

rankings as (
    select
        goal,
        action_id,
        learner as ranking,
        uplift as score,
        is_treated,
        outcome,
        unit_weight
    from judged_units

    union all

    select
        goal,
        action_id,
        ranking,
        score,
        is_treated,
        outcome,
        unit_weight
    from perfect_rankings
),

with_squared_weights as (
    select
        *,
        cast(unit_weight as double) * cast(unit_weight as double) as squared_weight
    from rankings
),

with_squares as (
    select
        *,
        cast(squared_weight as decimal(38, 9)) as square_times_outcome_0,
        cast(squared_weight * outcome as decimal(38, 9)) as square_times_outcome_1,
        cast(squared_weight * outcome * outcome as decimal(38, 9)) as square_times_outcome_2
    from with_squared_weights
),

-- Units of equal score count together. Decimals add up to the same in any order.
score_groups as (
    select
        goal,
        action_id,
        ranking,
        score,
        sum(case when is_treated then unit_weight else 0 end) as treated_weight,
        sum(case when is_treated then 0 else unit_weight end) as control_weight,
        sum(
            cast(
                case when is_treated then cast(unit_weight as double) * outcome else 0 end
                as decimal(38, 12)
            )
        ) as treated_outcome,
        sum(
            cast(
                case when is_treated then 0 else cast(unit_weight as double) * outcome end
                as decimal(38, 12)
            )
        ) as control_outcome,
        sum(case when is_treated then square_times_outcome_0 else 0 end) as treated_square_0,
        sum(case when is_treated then square_times_outcome_1 else 0 end) as treated_square_1,
        sum(case when is_treated then square_times_outcome_2 else 0 end) as treated_square_2,
        sum(case when not is_treated then square_times_outcome_0 else 0 end) as control_square_0,
        sum(case when not is_treated then square_times_outcome_1 else 0 end) as control_square_1,
        sum(case when not is_treated then square_times_outcome_2 else 0 end) as control_square_2
    from with_squares
    group by goal, action_id, ranking, score
),

running as (
    select
        goal,
        action_id,
        ranking,
        score,
        cast(sum(treated_weight) over so_far as double) as treated_weight,
        cast(sum(control_weight) over so_far as double) as control_weight,
        cast(sum(treated_outcome) over so_far as double) as treated_outcome,
        cast(sum(control_outcome) over so_far as double) as control_outcome,
        cast(sum(treated_square_0) over so_far as double) as treated_square_0,
        cast(sum(treated_square_1) over so_far as double) as treated_square_1,
        cast(sum(treated_square_2) over so_far as double) as treated_square_2,
        cast(sum(control_square_0) over so_far as double) as control_square_0,
        cast(sum(control_square_1) over so_far as double) as control_square_1,
        cast(sum(control_square_2) over so_far as double) as control_square_2
    from score_groups
    window
        so_far as (
            partition by goal, action_id, ranking
            order by score desc nulls last
            rows between unbounded preceding and current row
        )
),

-- A treated unit moves the Qini curve by its outcome above the mean of the controls, a control unit
-- by as much the other way, once for each treated unit that it stands for.
with_means as (
    select
        *,
        coalesce(control_outcome / nullif(control_weight, 0), 0) as control_mean,
        coalesce(treated_weight / nullif(control_weight, 0), 0) as treated_per_control
    from running
),

final as (
    select
        goal,
        action_id,
        ranking,
        score,
        treated_weight + control_weight as targeted_weight,
        (
            coalesce(treated_outcome / nullif(treated_weight, 0), 0)
            - coalesce(control_outcome / nullif(control_weight, 0), 0)
        ) * (treated_weight + control_weight) as uplift_gain,
        treated_outcome
        - coalesce(control_outcome * treated_weight / nullif(control_weight, 0), 0) as qini_gain,
        treated_square_0 + control_square_0 as squared_weight,
        treated_square_1 - control_mean * treated_square_0
        - treated_per_control * (control_square_1 - control_mean * control_square_0)
            as weighted_qini_influence,
        treated_square_2 - 2 * control_mean * treated_square_1
        + control_mean * control_mean * treated_square_0
        + treated_per_control * treated_per_control * (
            control_square_2 - 2 * control_mean * control_square_1
            + control_mean * control_mean * control_square_0
        ) as squared_qini_influence
    from with_means
)

select * from final
