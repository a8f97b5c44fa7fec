{% set prior_strength = number_var('nba_thompson_prior_strength') %}
with

trials as (
    select * from {{ ref('int_bandit_trials_listed') }}
),

strata as (
    select distinct stratum
    from {{ ref('int_experiment_strata_formed') }}
),

-- Who was likely to get an action counts for less, so that a stratum is seen as it is.
weighted as (
    select
        *,
        1 / action_probability as weight
    from trials
),

action_totals as (
    select
        action_id,
        goal,
        {{ exact_sum('weight') }} as weight_total,
        {{ exact_sum('weight * success') }} as success_total
    from weighted
    group by action_id, goal
),

cell_totals as (
    select
        stratum,
        action_id,
        goal,
        count(*) as trial_count,
        {{ exact_sum('weight') }} as weight_total,
        {{ exact_sum('weight * weight') }} as weight_square_total,
        {{ exact_sum('weight * success') }} as success_total
    from weighted
    group by stratum, action_id, goal
),

-- The prior of a cell is what the action does over all strata; the data are worth as many trials as
-- equal weights would need for the same precision (Kish 1965, section 11.7).
cells as (
    select
        strata.stratum,
        action_totals.action_id,
        action_totals.goal,
        coalesce(cell_totals.trial_count, 0) as trial_count,
        action_totals.success_total / action_totals.weight_total as prior_mean,
        coalesce(
            power(cell_totals.weight_total, 2) / nullif(cell_totals.weight_square_total, 0), 0
        ) as effective_trial_count,
        coalesce(cell_totals.success_total / nullif(cell_totals.weight_total, 0), 0)
            as success_rate
    from strata
    cross join action_totals
    left join cell_totals
        on
            strata.stratum = cell_totals.stratum
            and action_totals.action_id = cell_totals.action_id
            and action_totals.goal = cell_totals.goal
),

final as (
    select
        cast(stratum as varchar) as stratum,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(trial_count as bigint) as trial_count,
        cast(effective_trial_count as double) as effective_trial_count,
        -- Never 0: what has always or never worked so far is not known for certain.
        cast(
            {{ prior_strength }} * least(greatest(prior_mean, 0.001), 0.999)
            + effective_trial_count * success_rate as double
        ) as posterior_success_count,
        cast(
            {{ prior_strength }} * (1 - least(greatest(prior_mean, 0.001), 0.999))
            + effective_trial_count * (1 - success_rate) as double
        ) as posterior_failure_count,
        cast(
            ({{ prior_strength }} * prior_mean + effective_trial_count * success_rate)
            / ({{ prior_strength }} + effective_trial_count) as double
        ) as posterior_mean
    from cells
)

select * from final
