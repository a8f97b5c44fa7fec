{% set weight = number_var('nba_observed_evidence_weight') %}
with

actions as (
    select * from {{ ref('input_actions') }}
),

log_successes as (
    select * from {{ ref('int_log_successes_counted') }}
),

experiment_effects as (
    select * from {{ ref('int_experiment_effects_averaged') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

scored_actions as (
    select distinct action_id
    from propensity_scores
),

joined as (
    select
        actions.action_id,
        actions.goal,
        actions.assumed_persuasion_rate is not null as is_stated,
        -- Never 0 or 1: nothing is assumed for certain, and no assumption is worth nothing.
        least(
            greatest(
                coalesce(
                    actions.assumed_persuasion_rate,
                    {{ number_var('nba_assumed_persuasion_rate') }}
                ),
                0.0001
            ),
            0.9999
        ) as assumed_persuasion_rate,
        greatest(
            coalesce(
                actions.assumed_evidence_count, {{ number_var('nba_assumed_evidence_count') }}
            ),
            0.1
        ) as assumed_evidence_count,
        coalesce(log_successes.event_count, 0) as log_event_count,
        coalesce(log_successes.success_count, 0) as log_success_count,
        coalesce(log_successes.baseline_total, 0) as log_baseline_total,
        scored_actions.action_id is not null as is_scored,
        coalesce(experiment_effects.unit_count, 0) as experiment_unit_count,
        coalesce(experiment_effects.control_unit_count, 0) as experiment_control_unit_count,
        experiment_effects.persuasion_rate as experiment_persuasion_rate,
        experiment_effects.at_risk_rate as experiment_at_risk_rate,
        experiment_effects.effect_variance as experiment_effect_variance,
        coalesce(experiment_effects.is_uplift_model, false) as is_uplift_model
    from actions
    left join log_successes
        on actions.action_id = log_successes.action_id
    left join scored_actions
        on actions.action_id = scored_actions.action_id
    left join experiment_effects
        on actions.action_id = experiment_effects.action_id
    where actions.goal <> 'none' and not coalesce(actions.has_treatments, false)
),

-- Where fewer than half as many succeed as would reach the goal anyway, a success is a response and
-- not the goal: it counts for those who would not have reached it. Otherwise what exceeds the
-- baseline counts, the least that an action can have caused (Tian and Pearl 2000).
counted as (
    select
        *,
        log_event_count - log_baseline_total as log_trial_count,
        -- A difference of two rates is worth as many direct observations of persuasion as have its
        -- variance: the same as persuasion_trials in python_ml/learning/value_of_information.py.
        coalesce(
            assumed_persuasion_rate * (1 - assumed_persuasion_rate)
            * power(experiment_at_risk_rate, 2) / nullif(experiment_effect_variance, 0),
            0
        ) as experiment_trial_count,
        case
            when log_event_count = 0 then 0
            when 2 * log_success_count < log_baseline_total
                then log_success_count * (1 - log_baseline_total / log_event_count)
            else greatest(log_success_count - log_baseline_total, 0)
        end as log_persuaded_count,
        case
            when experiment_persuasion_rate is not null then 'experimented'
            when is_scored and log_success_count > 0 then 'observed'
            else 'assumed'
        end as rung
    from joined
),

-- The assumption is a prior; an observation of the log is worth a part of one that chance decided.
updated as (
    select
        *,
        case rung
            when 'experimented' then experiment_trial_count
            when 'observed' then {{ weight }} * log_trial_count
            else 0
        end as trial_count,
        case rung
            when 'experimented'
                then experiment_trial_count * coalesce(experiment_persuasion_rate, 0)
            when 'observed' then {{ weight }} * log_persuaded_count
            else 0
        end as persuaded_count
    from counted
),

-- However long a log is, what people chose stays confounded: it moves the mean and leaves the doubt
-- of the assumption. An experiment changes both.
rated as (
    select
        *,
        (assumed_persuasion_rate * assumed_evidence_count + persuaded_count)
        / (assumed_evidence_count + trial_count) as persuasion_rate,
        assumed_evidence_count
        + case when rung = 'experimented' then trial_count else 0 end as evidence_count
    from updated
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(rung as varchar) as rung,
        cast(
            case
                when rung = 'experimented' and is_uplift_model then 'uplift_model'
                when rung = 'experimented' then 'average_effect'
                when rung = 'observed' then 'log'
                else 'assumption'
            end as varchar
        ) as basis,
        cast(assumed_persuasion_rate as double) as assumed_persuasion_rate,
        cast(assumed_evidence_count as double) as assumed_evidence_count,
        cast(is_stated as boolean) as is_assumption_stated,
        cast(log_event_count as bigint) as log_event_count,
        cast(log_success_count as bigint) as log_success_count,
        cast(log_success_count / nullif(cast(log_event_count as double), 0) as double)
            as log_success_rate,
        cast(experiment_unit_count as bigint) as experiment_unit_count,
        cast(experiment_control_unit_count as bigint) as experiment_control_unit_count,
        cast(persuasion_rate * evidence_count as double) as posterior_success_count,
        cast((1 - persuasion_rate) * evidence_count as double) as posterior_failure_count,
        cast(persuasion_rate as double) as persuasion_rate,
        cast(
            case
                when rung = 'experimented' and is_uplift_model
                    then
                        'Chance decided who got it: ' || cast(experiment_unit_count as varchar)
                        || ' units with it, ' || cast(experiment_control_unit_count as varchar)
                        || ' without any, and the uplift model learnt from them won its race.'
                when rung = 'experimented'
                    then
                        'Chance decided who got it: ' || cast(experiment_unit_count as varchar)
                        || ' units with it, ' || cast(experiment_control_unit_count as varchar)
                        || ' without any. No uplift model won its race, so that their average'
                        || ' effect counts for everybody.'
                when rung = 'observed'
                    then
                        cast(log_success_count as varchar) || ' of '
                        || cast(log_event_count as varchar)
                        || ' past actions succeeded: an association, as people chose who got it.'
                        || ' Each counts for {{ weight }} of what chance decides.'
                when is_stated
                    then
                        'The catalogue assumes that '
                        || {{ format_points('assumed_persuasion_rate') }}
                        || '% of those who would not reach the goal are moved by it; nothing that'
                        || ' was done tells.'
                else
                    'Nothing tells, and the catalogue assumes nothing: '
                    || {{ format_points('assumed_persuasion_rate') }}
                    || '% is nba_assumed_persuasion_rate.'
            end as varchar
        ) as why
    from rated
)

select * from final
