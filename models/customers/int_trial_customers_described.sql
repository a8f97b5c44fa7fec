with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

explorers as (
    select * from {{ ref('int_explorers_observed') }}
),

customers as (
    select * from {{ ref('input_customers') }}
),

subscriptions as (
    select * from {{ ref('input_subscriptions') }}
),

usage_weeks as (
    select * from {{ ref('input_usage') }}
),

churn_scores as (
    select * from {{ ref('input_churn_scores') }}
),

customer_values as (
    select * from {{ ref('int_customer_values_dated') }}
),

all_dates as (
    select
        customer_id,
        cast(assigned_at as date) as as_of_date
    from assignments

    union all

    select
        customer_id,
        as_of_date
    from explorers
),

assignment_dates as (
    select distinct
        customer_id,
        as_of_date
    from all_dates
),

-- As known on the day: what happened later must not tell.
dates as (
    select
        assignment_dates.customer_id,
        assignment_dates.as_of_date,
        sum(subscriptions.seat_count) as seat_count,
        min(subscriptions.started_on) as first_started_on
    from assignment_dates
    left join subscriptions
        on
            assignment_dates.customer_id = subscriptions.customer_id
            and assignment_dates.as_of_date > subscriptions.started_on
    group by assignment_dates.customer_id, assignment_dates.as_of_date
),

{{ engagement_scores('dates') }},

churn_on_the_day as (
    {{ churn_as_known('dates') }}
),

final as (
    select
        scored.customer_id,
        scored.as_of_date,
        churn_on_the_day.churn_probability,
        customer_values.customer_lifetime_value_amount,
        {{ days_between(
            'coalesce(customers.signed_up_on, dates.first_started_on)', 'scored.as_of_date'
        ) }} as tenure_days,
        case
            when bool_or(scored.has_usage) over (partition by scored.as_of_date)
                then
                    round(
                        scored.recency_score + scored.frequency_score + scored.breadth_score
                        + scored.reach_score, 2
                    )
        end as engagement_score
    from scored
    inner join dates
        on
            scored.customer_id = dates.customer_id
            and scored.as_of_date = dates.as_of_date
    inner join customers
        on scored.customer_id = customers.customer_id
    left join churn_on_the_day
        on
            scored.customer_id = churn_on_the_day.customer_id
            and scored.as_of_date = churn_on_the_day.as_of_date
    left join customer_values
        on
            scored.customer_id = customer_values.customer_id
            and scored.as_of_date = customer_values.as_of_date
)

select * from final
