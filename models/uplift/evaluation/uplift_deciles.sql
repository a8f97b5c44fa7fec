{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

judged_units as (
    select * from {{ ref('int_uplift_units_judged') }}
    where learner not in ('propensity', 'constant_effect')
),

in_deciles as (
    select
        *,
        ntile(10) over (
            partition by goal, learner, action_id
            order by uplift desc nulls last, unit_id asc nulls last
        ) as decile
    from judged_units
),

totals as (
    select
        learner,
        action_id,
        goal,
        decile,
        count(*) as unit_count,
        {{ exact_mean('uplift') }} as predicted_uplift,
        {{ exact_mean('score_difference') }} as observed_uplift,
        {{ exact_mean('score_difference * score_difference') }} as mean_square
    from in_deciles
    group by learner, action_id, goal, decile
),

-- Group average effects (Chernozhukov et al., 2018, section 2.2) by doubly robust scores.
with_error as (
    select
        *,
        sqrt(greatest(mean_square - observed_uplift * observed_uplift, 0) / unit_count)
            as standard_error
    from totals
),

final as (
    select
        cast(learner as varchar) as learner,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(decile as integer) as decile,
        cast(unit_count as bigint) as unit_count,
        cast(predicted_uplift as double) as predicted_uplift,
        cast(observed_uplift as double) as observed_uplift,
        cast(observed_uplift - {{ z }} * standard_error as double) as observed_lower,
        cast(observed_uplift + {{ z }} * standard_error as double) as observed_upper
    from with_error
)

select * from final
