{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

curves as (
    select * from {{ ref('int_uplift_curves_drawn') }}
),

points as (
    select
        *,
        targeted_weight / max(targeted_weight) over (partition by goal, action_id, ranking)
            as targeted_rate,
        max(targeted_weight) over (partition by goal, action_id, ranking) as total_weight,
        max(squared_weight) over (partition by goal, action_id, ranking) as total_squared_weight
    from curves
    where ranking not in ('perfect_uplift', 'perfect_qini')
),

-- The delta method, for the ranking as it is: the gain per unit is a ratio, so that a unit that is
-- not targeted moves it as well, by its weight times the gain.
with_errors as (
    select
        *,
        sqrt(
            greatest(
                squared_qini_influence
                - 2 * qini_gain / total_weight * weighted_qini_influence
                + power(qini_gain / total_weight, 2) * total_squared_weight,
                0
            )
        ) / total_weight as qini_standard_error
    from points
),

-- The last point of each twentieth of the units.
stepped as (
    select
        goal,
        action_id,
        ranking,
        least(cast(ceil(targeted_rate * 20 - 1e-9) as integer), 20) as step_number,
        max(targeted_rate) as targeted_rate,
        max_by(uplift_gain / total_weight, targeted_weight) as uplift_gain,
        max_by(qini_gain / total_weight, targeted_weight) as qini_gain,
        max_by(qini_standard_error, targeted_weight) as qini_standard_error
    from with_errors
    group by goal, action_id, ranking, step_number
),

final as (
    select
        cast(ranking as varchar) as learner,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(step_number as integer) as step_number,
        cast(targeted_rate as double) as targeted_rate,
        cast(uplift_gain as double) as uplift_gain,
        cast(qini_gain as double) as qini_gain,
        cast(qini_gain - {{ z }} * qini_standard_error as double) as qini_gain_lower,
        cast(qini_gain + {{ z }} * qini_standard_error as double) as qini_gain_upper
    from stepped
)

select * from final
