{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

policy_values as (
    select * from {{ ref('learner_policy_values') }}
),

judged_units as (
    select * from {{ ref('int_uplift_units_judged') }}
),

areas as (
    select * from {{ ref('int_uplift_areas_measured') }}
),

area_errors as (
    select * from {{ ref('ml_uplift_area_errors') }}
),

training_rows as (
    select * from {{ ref('int_uplift_training_rows') }}
),

outcomes as (
    select * from {{ ref('int_uplift_outcomes_winsorised') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

learners as (
    {% for learner in ['propensity'] + list_var('nba_learners') %}
    select '{{ learner }}' as learner
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

goals as (
    select * from {{ ref('input_goals') }}
),

-- The propensity model knows each action by its own goal only.
expected as (
    select
        learners.learner,
        actions.action_id,
        goals.goal
    from learners
    cross join actions
    cross join goals
    where
        actions.goal <> 'none'
        and (learners.learner <> 'propensity' or actions.goal = goals.goal)
),

assigned as (
    select
        training_rows.action_id,
        outcomes.goal,
        count(*) as treated_unit_count
    from training_rows
    inner join outcomes
        on training_rows.unit_id = outcomes.unit_id
    group by training_rows.action_id, outcomes.goal
),

-- What learners have seen of the units; they are judged by outcomes as they were.
winsorised as (
    select
        goal,
        max(abs(winsorised_outcome)) as winsor_bound,
        sum(case when winsorised_outcome <> outcome then 1 else 0 end) as winsorised_unit_count
    from outcomes
    group by goal
),

centres as (
    select
        goal,
        learner,
        action_id,
        count(*) as unit_count,
        sum(case when is_treated then 1 else 0 end) as treated_unit_count,
        sum(case when is_compared and not is_treated then 1 else 0 end) as control_unit_count,
        {{ exact_mean('score_difference') }} as average_uplift,
        {{ exact_mean('uplift') }} as mean_prediction,
        {{ binary_scale('max(abs(score_difference))') }} as score_scale,
        {{ binary_scale('max(abs(uplift))') }} as prediction_scale
    from judged_units
    group by goal, learner, action_id
),

-- Best linear predictor: how much of the predicted differences between customers is real, by a
-- regression of the doubly robust scores on the predictions (Chernozhukov et al., 2018, section
-- 2.1). 1 is all, 0 is none. Both are scaled to at most 1, so that exact sums hold squares in any
-- currency.
centred as (
    select
        judged_units.goal,
        judged_units.learner,
        judged_units.action_id,
        (judged_units.uplift - centres.mean_prediction) / centres.prediction_scale as prediction,
        (judged_units.score_difference - centres.average_uplift) / centres.score_scale as score
    from judged_units
    inner join centres
        on
            judged_units.goal = centres.goal
            and judged_units.learner = centres.learner
            and judged_units.action_id = centres.action_id
),

slopes as (
    select
        goal,
        learner,
        action_id,
        {{ exact_mean('score * score') }} as score_variance,
        {{ exact_mean('prediction * prediction') }} as prediction_variance,
        {{ exact_mean('prediction * score') }} as covariance
    from centred
    group by goal, learner, action_id
),

residuals as (
    select
        centred.goal,
        centred.learner,
        centred.action_id,
        any_value(slopes.score_variance) as score_variance,
        any_value(slopes.prediction_variance) as prediction_variance,
        any_value(slopes.covariance) as covariance,
        {{ exact_mean(
            'power(centred.prediction * (centred.score'
            ~ ' - centred.prediction * slopes.covariance / nullif(slopes.prediction_variance, 0)'
            ~ '), 2)'
        ) }} as squared_moment
    from centred
    inner join slopes
        on
            centred.goal = slopes.goal
            and centred.learner = slopes.learner
            and centred.action_id = slopes.action_id
    group by centred.goal, centred.learner, centred.action_id
),

measured as (
    select
        centres.*,
        areas.qini_coefficient,
        areas.auuc,
        area_errors.qini_standard_error,
        area_errors.auuc_standard_error,
        sqrt(residuals.score_variance / centres.unit_count) * centres.score_scale
            as average_standard_error,
        -- The same prediction for everyone claims no differences.
        case
            when residuals.prediction_variance > 1e-12
                then
                    residuals.covariance / residuals.prediction_variance
                    * centres.score_scale / centres.prediction_scale
        end as heterogeneity_slope,
        case
            when residuals.prediction_variance > 1e-12
                then
                    sqrt(residuals.squared_moment / centres.unit_count)
                    / residuals.prediction_variance
                    * centres.score_scale / centres.prediction_scale
        end as slope_standard_error
    from centres
    inner join residuals
        on
            centres.goal = residuals.goal
            and centres.learner = residuals.learner
            and centres.action_id = residuals.action_id
    left join areas
        on
            centres.goal = areas.goal
            and centres.learner = areas.learner
            and centres.action_id = areas.action_id
    left join area_errors
        on
            centres.goal = area_errors.goal
            and centres.learner = area_errors.learner
            and centres.action_id = area_errors.action_id
),

final as (
    select
        cast(expected.learner as varchar) as learner,
        cast(expected.action_id as varchar) as action_id,
        cast(expected.goal as varchar) as goal,
        cast(
            case
                when measured.learner is not null then 'scored'
                else 'insufficient_data'
            end as varchar
        ) as status,
        cast(coalesce(measured.unit_count, 0) as bigint) as unit_count,
        cast(
            coalesce(measured.treated_unit_count, assigned.treated_unit_count, 0) as bigint
        ) as treated_unit_count,
        cast(coalesce(measured.control_unit_count, 0) as bigint) as control_unit_count,
        cast(
            case when winsorised.winsorised_unit_count > 0 then winsorised.winsor_bound end
            as double
        ) as winsor_bound,
        cast(coalesce(winsorised.winsorised_unit_count, 0) as bigint) as winsorised_unit_count,
        {% for name, error in [
            ('average_uplift', 'average_standard_error'),
            ('qini_coefficient', 'qini_standard_error'),
            ('auuc', 'auuc_standard_error'),
            ('heterogeneity_slope', 'slope_standard_error'),
        ] %}
        cast(measured.{{ name }} as double) as {{ name }},
        cast(measured.{{ name }} - {{ z }} * measured.{{ error }} as double) as {{ name }}_lower,
        cast(measured.{{ name }} + {{ z }} * measured.{{ error }} as double) as {{ name }}_upper,
        {% endfor %}
        cast(policy_values.policy_value_amount as decimal(18, 2)) as policy_value_amount,
        cast(policy_values.policy_value_lower as decimal(18, 2)) as policy_value_lower,
        cast(policy_values.policy_value_upper as decimal(18, 2)) as policy_value_upper,
        cast(coalesce(policy_values.is_champion, false) as boolean) as is_champion
    from expected
    left join measured
        on
            expected.learner = measured.learner
            and expected.action_id = measured.action_id
            and expected.goal = measured.goal
    left join assigned
        on
            expected.action_id = assigned.action_id
            and expected.goal = assigned.goal
    left join winsorised
        on expected.goal = winsorised.goal
    left join policy_values
        on expected.learner = policy_values.learner
)

select * from final
