{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

actions as (
    select * from {{ ref('input_actions') }}
),

training_rows as (
    select * from {{ ref('int_propensity_training_rows') }}
),

predictions as (
    select * from {{ ref('propensity_predictions') }}
),

row_counts as (
    select
        action_id,
        count(*) as training_row_count,
        sum(case when was_successful then 1 else 0 end) as success_count
    from training_rows
    group by action_id
),

-- "all" judges the model over all actions together.
judged_rows as (
    select
        action_id,
        was_successful,
        success_probability
    from predictions

    union all

    select
        'all' as action_id,
        was_successful,
        success_probability
    from predictions
),

with_auc as (
    {{ probability_scores('judged_rows', ['action_id'], 'was_successful', 'success_probability') }}
),

-- Its standard error after Hanley and McNeil (1982).
with_error as (
    select
        *,
        sqrt(
            (
                auc * (1 - auc)
                + (positive_count - 1) * (auc / (2 - auc) - auc * auc)
                + (negative_count - 1) * (2 * auc * auc / (1 + auc) - auc * auc)
            ) / nullif(cast(positive_count as double) * negative_count, 0)
        ) as auc_standard_error
    from with_auc
),

all_actions as (
    select action_id
    from actions
    where goal <> 'none'

    union all

    select 'all' as action_id
),

final as (
    select
        cast(all_actions.action_id as varchar) as action_id,
        cast(
            case
                when with_error.action_id is not null then 'scored'
                else 'insufficient_data'
            end as varchar
        ) as status,
        cast(
            coalesce(with_error.row_count, row_counts.training_row_count, 0) as bigint
        ) as row_count,
        cast(
            coalesce(with_error.positive_count, row_counts.success_count, 0) as bigint
        ) as success_count,
        cast(with_error.auc as double) as auc,
        cast(greatest(with_error.auc - {{ z }} * with_error.auc_standard_error, 0) as double)
            as auc_lower,
        cast(least(with_error.auc + {{ z }} * with_error.auc_standard_error, 1) as double)
            as auc_upper,
        cast(with_error.log_loss as double) as log_loss,
        cast(with_error.constant_log_loss as double) as constant_log_loss,
        cast(with_error.brier_score as double) as brier_score
    from all_actions
    left join with_error
        on all_actions.action_id = with_error.action_id
    left join row_counts
        on all_actions.action_id = row_counts.action_id
)

select * from final
