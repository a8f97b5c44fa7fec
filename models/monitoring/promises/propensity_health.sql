with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live and success_probability is not null
),

decision_states as (
    select * from {{ ref('decision_states') }}
    where state = 'delivered'
),

action_history as (
    select * from {{ ref('input_action_history') }}
    where was_successful is not null
),

-- What the model said before the action was taken, and what became of it.
predicted as (
    select
        past_decisions.action_id,
        past_decisions.success_probability,
        action_history.was_successful
    from past_decisions
    inner join decision_states
        on past_decisions.decision_id = decision_states.decision_id
    inner join action_history
        on decision_states.action_event_id = action_history.action_event_id
),

predictions as (
    select * from predicted
    union all
    select
        'all' as action_id,
        success_probability,
        was_successful
    from predicted
),

scores as (
    {{ probability_scores(
        'predictions', ['action_id'], 'was_successful', 'success_probability'
    ) }}
),

-- How far successes are from what was said, with the spread that the predictions themselves claim.
gaps as (
    select
        action_id,
        {{ exact_mean('success_probability') }} as mean_probability,
        {{ exact_mean('case when was_successful then 1.0 else 0.0 end - success_probability') }}
            as calibration_gap,
        sqrt({{ exact_sum('success_probability * (1 - success_probability)') }}) / count(*)
            as standard_error,
        -- Spiegelhalter (1986): the Brier score against what it is where the probabilities hold.
        -- Too many successes of some customers and too few of others do not cancel out in it.
        {{ exact_mean('success_probability * (1 - success_probability)') }}
            as expected_brier_score,
        sqrt(
            {{ exact_sum(
                'power(1 - 2 * success_probability, 2) * success_probability '
                ~ '* (1 - success_probability)'
            ) }}
        ) / count(*) as brier_error
    from predictions
    group by action_id
),

bounded as (
    select
        scores.*,
        gaps.mean_probability,
        gaps.calibration_gap,
        {{ promise_half_width('scores.row_count', 'scores.row_count', 'gaps.standard_error') }}
            as half_width,
        gaps.expected_brier_score,
        {{ promise_half_width('scores.row_count', 'scores.row_count', 'gaps.brier_error') }}
            as brier_half_width
    from scores
    inner join gaps
        on scores.action_id = gaps.action_id
),

judged as (
    select
        *,
        abs(calibration_gap) <= half_width as is_right_on_average,
        abs(calibration_gap) <= half_width
        and abs(brier_score - expected_brier_score) <= brier_half_width as is_calibrated
    from bounded
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(row_count as bigint) as row_count,
        cast(positive_count as bigint) as success_count,
        cast(mean_probability as double) as mean_probability,
        cast(success_rate as double) as success_rate,
        cast(calibration_gap as double) as calibration_gap,
        cast(calibration_gap - half_width as double) as gap_lower,
        cast(calibration_gap + half_width as double) as gap_upper,
        cast(auc as double) as auc,
        cast(brier_score as double) as brier_score,
        cast(expected_brier_score as double) as expected_brier_score,
        cast(expected_brier_score - brier_half_width as double) as brier_score_lower,
        cast(expected_brier_score + brier_half_width as double) as brier_score_upper,
        cast(log_loss as double) as log_loss,
        cast(constant_log_loss as double) as constant_log_loss,
        cast(is_calibrated as boolean) as is_calibrated,
        cast(case when not is_calibrated then 'warning' else 'none' end as varchar) as severity,
        cast(
            case
                when is_right_on_average and not is_calibrated
                    then
                        'On average it holds, and of single customers it does not: the Brier score'
                        || ' is ' || {{ format_figure('brier_score', 3) }} || ' and not '
                        || {{ format_figure('expected_brier_score', 3) }}
                        || ': see whether something has changed for some of them.'
                when not is_calibrated
                    then
                        'Success was said to come to ' || {{ format_points('mean_probability') }}
                        || ' % of those who got it, and came to '
                        || {{ format_points('success_rate') }} || ' % of '
                        || {{ format_figure('row_count', 12) }} || '.'
            end as varchar
        ) as sentence
    from judged
)

select * from final
