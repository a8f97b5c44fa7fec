{# What the own model and the company's scores said of the same past outcomes. #}
with

predictions as (
    select * from {{ ref('risk_predictions') }}
),

training_rows as (
    select * from {{ ref('int_risk_training_rows') }}
),

churn_scores as (
    select * from {{ ref('input_churn_scores') }}
),

goals as (
    select * from {{ ref('int_goal_metrics_listed') }}
),

known as (
    select
        predictions.training_row_id,
        predictions.goal,
        goals.is_continuing,
        training_rows.customer_id,
        training_rows.as_of_date,
        predictions.was_reached,
        predictions.weight,
        predictions.baseline_probability
    from predictions
    inner join training_rows
        on predictions.training_row_id = training_rows.training_row_id
    inner join goals
        on predictions.goal = goals.goal
),

dates as (
    select distinct
        customer_id,
        as_of_date
    from known
    where is_continuing
),

churn_on_the_day as (
    {{ churn_as_known('dates') }}
),

compared as (
    select
        known.*,
        1 - churn_on_the_day.churn_probability as company_probability
    from known
    left join churn_on_the_day
        on
            known.customer_id = churn_on_the_day.customer_id
            and known.as_of_date = churn_on_the_day.as_of_date
            and known.is_continuing
),

final as (
    select
        'all' as judged_rows,
        'risk_model' as source,
        training_row_id,
        goal,
        as_of_date,
        was_reached,
        weight,
        baseline_probability
    from compared

    union all

    select
        'with_churn_score' as judged_rows,
        'risk_model' as source,
        training_row_id,
        goal,
        as_of_date,
        was_reached,
        weight,
        baseline_probability
    from compared
    where company_probability is not null

    union all

    select
        'with_churn_score' as judged_rows,
        'churn_score' as source,
        training_row_id,
        goal,
        as_of_date,
        was_reached,
        weight,
        company_probability as baseline_probability
    from compared
    where company_probability is not null
)

select * from final
