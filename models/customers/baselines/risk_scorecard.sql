with

goals as (
    select * from {{ ref('int_goal_metrics_listed') }}
),

judged as (
    select * from {{ ref('int_risk_predictions_judged') }}
),

training_rows as (
    select * from {{ ref('int_risk_training_rows') }}
),

calibration as (
    select * from {{ ref('risk_calibration') }}
),

totals as (
    {{ probability_scores(
        'judged', ['goal', 'source', 'judged_rows'],
        'was_reached', 'baseline_probability', 'weight'
    ) }}
),

largest_errors as (
    select
        goal,
        source,
        judged_rows,
        max(abs(predicted_rate - observed_rate)) as largest_calibration_error
    from calibration
    group by goal, source, judged_rows
),

row_counts as (
    select
        goal,
        count(*) as training_row_count,
        count(distinct customer_id) as customer_count,
        min(as_of_date) as trained_from,
        max(as_of_date) as trained_to
    from training_rows
    where not was_treated
    group by goal
),

-- A goal that cannot be learnt has a line too, that says so.
lines as (
    select
        goal,
        'risk_model' as source,
        'all' as judged_rows
    from goals

    union all

    select
        goal,
        source,
        judged_rows
    from totals
    where judged_rows <> 'all'
),

final as (
    select
        cast(lines.goal as varchar) as goal,
        cast(lines.source as varchar) as source,
        cast(lines.judged_rows as varchar) as judged_rows,
        cast(
            case when totals.goal is not null then 'scored' else 'insufficient_data' end as varchar
        ) as status,
        cast(coalesce(row_counts.training_row_count, 0) as bigint) as training_row_count,
        cast(coalesce(row_counts.customer_count, 0) as bigint) as customer_count,
        cast(row_counts.trained_from as date) as trained_from,
        cast(row_counts.trained_to as date) as trained_to,
        cast(coalesce(totals.row_count, 0) as bigint) as row_count,
        cast(coalesce(totals.positive_count, 0) as bigint) as success_count,
        cast(totals.auc as double) as auc,
        cast(totals.log_loss as double) as log_loss,
        cast(totals.constant_log_loss as double) as constant_log_loss,
        cast(totals.brier_score as double) as brier_score,
        cast(largest_errors.largest_calibration_error as double) as largest_calibration_error
    from lines
    left join totals
        on
            lines.goal = totals.goal
            and lines.source = totals.source
            and lines.judged_rows = totals.judged_rows
    left join largest_errors
        on
            lines.goal = largest_errors.goal
            and lines.source = largest_errors.source
            and lines.judged_rows = largest_errors.judged_rows
    left join row_counts
        on lines.goal = row_counts.goal
)

select * from final
