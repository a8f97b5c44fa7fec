with

feature_dates as (
    select * from {{ ref('int_feature_dates_collected') }}
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

tickets as (
    select * from {{ ref('input_support_tickets') }}
),

survey_responses as (
    select * from {{ ref('input_survey_responses') }}
),

churn_scores as (
    select * from {{ ref('input_churn_scores') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

-- Every join below keeps only facts known strictly before the row's date. The renewal and the end
-- of a subscription are left out: they are overwritten when a customer renews, so their value of
-- the time is not known.
subscription_features as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        sum(subscriptions.annual_recurring_revenue_amount) as annual_recurring_revenue_amount,
        sum(subscriptions.seat_count) as seat_count,
        max(subscriptions.discount_rate) as discount_rate,
        min(subscriptions.started_on) as first_started_on
    from feature_dates
    inner join subscriptions
        on
            feature_dates.customer_id = subscriptions.customer_id
            and feature_dates.as_of_date > subscriptions.started_on
    group by feature_dates.customer_id, feature_dates.as_of_date
),

usage_history as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        usage_weeks.active_user_count,
        usage_weeks.session_count,
        usage_weeks.feature_count,
        {{ days_between('usage_weeks.week_start_on', 'feature_dates.as_of_date') }} as days_ago
    from feature_dates
    inner join usage_weeks
        on
            feature_dates.customer_id = usage_weeks.customer_id
            -- A week's figures are known when the week is over.
            and usage_weeks.week_start_on <= {{ add_days('feature_dates.as_of_date', -7) }}
            and usage_weeks.week_start_on > {{ add_days('feature_dates.as_of_date', -63) }}
),

usage_features as (
    select
        customer_id,
        as_of_date,
        avg(case when days_ago < 35 then session_count end) as recent_weekly_session_count,
        avg(case when days_ago >= 35 then session_count end) as earlier_weekly_session_count,
        avg(case when days_ago < 35 then active_user_count end) as recent_active_user_count,
        avg(case when days_ago < 35 then feature_count end) as recent_feature_count,
        min(case when session_count > 0 then days_ago end) as days_since_last_use
    from usage_history
    group by customer_id, as_of_date
),

ticket_features as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        count(*) as ticket_count,
        sum(case when tickets.severity in ('high', 'critical') then 1 else 0 end)
            as severe_ticket_count,
        sum(
            case
                when
                    tickets.resolved_at is null
                    or cast(tickets.resolved_at as date) >= feature_dates.as_of_date
                    then 1
                else 0
            end
        ) as open_ticket_count,
        -- Satisfaction is asked when a ticket is resolved.
        avg(
            case
                when cast(tickets.resolved_at as date) < feature_dates.as_of_date
                    then tickets.satisfaction_score
            end
        ) as average_satisfaction_score
    from feature_dates
    inner join tickets
        on
            feature_dates.customer_id = tickets.customer_id
            and cast(tickets.opened_at as date) < feature_dates.as_of_date
            and cast(tickets.opened_at as date) >= {{ add_days('feature_dates.as_of_date', -91) }}
    group by feature_dates.customer_id, feature_dates.as_of_date
),

survey_features as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        -- Two answers at the same moment: the higher response_id is the later one.
        max_by(
            survey_responses.nps_score,
            row(survey_responses.responded_at, survey_responses.response_id)
        ) as nps_score
    from feature_dates
    inner join survey_responses
        on
            feature_dates.customer_id = survey_responses.customer_id
            and cast(survey_responses.responded_at as date) < feature_dates.as_of_date
    group by feature_dates.customer_id, feature_dates.as_of_date
),

churn_features as (
    {{ churn_as_known('feature_dates') }}
),

contact_features as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        count(*) as recent_action_count
    from feature_dates
    inner join action_history
        on
            feature_dates.customer_id = action_history.customer_id
            and cast(action_history.performed_at as date) < feature_dates.as_of_date
            and cast(action_history.performed_at as date)
            >= {{ add_days('feature_dates.as_of_date', -91) }}
    group by feature_dates.customer_id, feature_dates.as_of_date
),

final as (
    select
        cast(feature_dates.customer_id as varchar) as customer_id,
        cast(feature_dates.as_of_date as date) as as_of_date,
        cast(customers.industry as varchar) as industry,
        cast(customers.size_band as varchar) as size_band,
        cast(customers.region as varchar) as region,
        cast(customers.plan as varchar) as plan,
        cast(customers.acquisition_channel as varchar) as acquisition_channel,
        cast(
            {{ days_between(
                'coalesce(customers.signed_up_on, subscription_features.first_started_on)',
                'feature_dates.as_of_date'
            ) }} as double
        ) as tenure_days,
        cast(subscription_features.annual_recurring_revenue_amount as double)
            as annual_recurring_revenue_amount,
        cast(subscription_features.seat_count as double) as seat_count,
        cast(subscription_features.discount_rate as double) as discount_rate,
        cast(usage_features.recent_weekly_session_count as double) as recent_weekly_session_count,
        cast(
            usage_features.recent_weekly_session_count
            / nullif(usage_features.earlier_weekly_session_count, 0) - 1 as double
        ) as session_trend_rate,
        cast(usage_features.recent_active_user_count as double) as recent_active_user_count,
        cast(
            usage_features.recent_active_user_count / nullif(subscription_features.seat_count, 0)
            as double
        ) as seat_utilisation_rate,
        cast(usage_features.recent_feature_count as double) as recent_feature_count,
        cast(usage_features.days_since_last_use as double) as days_since_last_use,
        cast(coalesce(ticket_features.ticket_count, 0) as double) as ticket_count,
        cast(coalesce(ticket_features.severe_ticket_count, 0) as double) as severe_ticket_count,
        cast(coalesce(ticket_features.open_ticket_count, 0) as double) as open_ticket_count,
        cast(ticket_features.average_satisfaction_score as double) as average_satisfaction_score,
        cast(survey_features.nps_score as double) as nps_score,
        cast(churn_features.churn_probability as double) as churn_probability,
        cast(coalesce(contact_features.recent_action_count, 0) as double) as recent_action_count
    from feature_dates
    inner join customers
        on feature_dates.customer_id = customers.customer_id
    left join subscription_features
        on
            feature_dates.customer_id = subscription_features.customer_id
            and feature_dates.as_of_date = subscription_features.as_of_date
    left join usage_features
        on
            feature_dates.customer_id = usage_features.customer_id
            and feature_dates.as_of_date = usage_features.as_of_date
    left join ticket_features
        on
            feature_dates.customer_id = ticket_features.customer_id
            and feature_dates.as_of_date = ticket_features.as_of_date
    left join survey_features
        on
            feature_dates.customer_id = survey_features.customer_id
            and feature_dates.as_of_date = survey_features.as_of_date
    left join churn_features
        on
            feature_dates.customer_id = churn_features.customer_id
            and feature_dates.as_of_date = churn_features.as_of_date
    left join contact_features
        on
            feature_dates.customer_id = contact_features.customer_id
            and feature_dates.as_of_date = contact_features.as_of_date
)

select * from final
