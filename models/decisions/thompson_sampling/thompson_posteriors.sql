{% set prior_strength = number_var('nba_thompson_prior_strength') %}
with

trials as (
    select * from {{ ref('int_bandit_trials_listed') }}
),

customer_strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

baselines as (
    select * from {{ ref('goal_baselines') }}
),

evidence as (
    select * from {{ ref('action_evidence') }}
),

strata as (
    select distinct stratum
    from customer_strata
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
        {{ exact_sum('weight * weight') }} as weight_square_total,
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
        avg(
            case
                when later_decision_count > 0 then 1.0
                when later_decision_count = 0 then 0.0
            end
        ) as overlapping_rate,
        {{ exact_sum('weight') }} as weight_total,
        {{ exact_sum('weight * weight') }} as weight_square_total,
        {{ exact_sum('weight * success') }} as success_total
    from weighted
    group by stratum, action_id, goal
),

-- What customers do by themselves: as trials show it, or else as it is known of each stratum.
untreated as (
    select
        customer_strata.stratum,
        baselines.goal,
        coalesce(
            max(action_totals.success_total / action_totals.weight_total),
            {{ exact_mean('baselines.baseline_probability') }}
        ) as baseline_probability
    from customer_strata
    inner join baselines
        on customer_strata.customer_id = baselines.customer_id
    left join action_totals
        on
            baselines.goal = action_totals.goal
            and action_totals.action_id = 'do_nothing'
    group by customer_strata.stratum, baselines.goal
),

-- An action that was never tried is known by its assumption alone.
assumed as (
    select
        untreated.stratum,
        evidence.action_id,
        evidence.goal,
        evidence.assumed_evidence_count as assumed_count,
        untreated.baseline_probability
        + evidence.assumed_persuasion_rate * (1 - untreated.baseline_probability)
            as assumed_mean
    from evidence
    inner join untreated
        on evidence.goal = untreated.goal

    union all

    select
        stratum,
        'do_nothing' as action_id,
        goal,
        {{ prior_strength }} as assumed_count,
        baseline_probability as assumed_mean
    from untreated
),

-- The data are worth as many trials as equal weights would need for the same precision (Kish 1965,
-- section 11.7).
tried as (
    select
        strata.stratum,
        action_totals.action_id,
        action_totals.goal,
        power(action_totals.weight_total, 2) / action_totals.weight_square_total as tried_count,
        action_totals.success_total / action_totals.weight_total as tried_mean
    from strata
    cross join action_totals
),

-- The prior of a cell is what the action does over all strata, to which its assumption gives way.
priors as (
    select
        coalesce(assumed.stratum, tried.stratum) as stratum,
        coalesce(assumed.action_id, tried.action_id) as action_id,
        coalesce(assumed.goal, tried.goal) as goal,
        (
            coalesce(assumed.assumed_count * assumed.assumed_mean, 0)
            + coalesce(tried.tried_count * tried.tried_mean, 0)
        ) / (coalesce(assumed.assumed_count, 0) + coalesce(tried.tried_count, 0)) as prior_mean
    from assumed
    full outer join tried
        on
            assumed.stratum = tried.stratum
            and assumed.action_id = tried.action_id
            and assumed.goal = tried.goal
),

cells as (
    select
        priors.stratum,
        priors.action_id,
        priors.goal,
        coalesce(cell_totals.trial_count, 0) as trial_count,
        cell_totals.overlapping_rate,
        priors.prior_mean,
        coalesce(
            power(cell_totals.weight_total, 2) / nullif(cell_totals.weight_square_total, 0), 0
        ) as effective_trial_count,
        coalesce(cell_totals.success_total / nullif(cell_totals.weight_total, 0), 0)
            as success_rate
    from priors
    left join cell_totals
        on
            priors.stratum = cell_totals.stratum
            and priors.action_id = cell_totals.action_id
            and priors.goal = cell_totals.goal
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
        ) as posterior_mean,
        cast(overlapping_rate as double) as overlapping_rate
    from cells
)

select * from final
