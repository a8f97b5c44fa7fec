with

customers as (
    select * from {{ ref('input_customers') }}
),

subscriptions as (
    select * from {{ ref('input_subscriptions') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

churn_scores as (
    select * from {{ ref('input_churn_scores') }}
),

support_tickets as (
    select * from {{ ref('input_support_tickets') }}
),

open_severe_tickets as (
    select
        support_tickets.customer_id,
        count(*) as open_severe_ticket_count
    from support_tickets
    cross join calendar
    where
        support_tickets.severity in ('high', 'critical')
        and cast(support_tickets.opened_at as date) < calendar.as_of_date
        and (
            support_tickets.resolved_at is null
            or cast(support_tickets.resolved_at as date) >= calendar.as_of_date
        )
    group by support_tickets.customer_id
),

started_subscriptions as (
    select
        subscriptions.customer_id,
        subscriptions.started_on,
        subscriptions.renews_on,
        subscriptions.annual_recurring_revenue_amount,
        subscriptions.seat_count,
        subscriptions.ended_on is null or subscriptions.ended_on > calendar.as_of_date as is_active
    from subscriptions
    cross join calendar
    where subscriptions.started_on <= calendar.as_of_date
),

subscription_totals as (
    select
        started_subscriptions.customer_id,
        min(started_subscriptions.started_on) as first_started_on,
        bool_or(started_subscriptions.is_active) as is_active,
        min(
            case
                when
                    started_subscriptions.is_active
                    and started_subscriptions.renews_on >= calendar.as_of_date
                    then started_subscriptions.renews_on
            end
        ) as renews_on,
        sum(
            case
                when started_subscriptions.is_active
                    then started_subscriptions.annual_recurring_revenue_amount
            end
        ) as annual_recurring_revenue_amount,
        sum(case when started_subscriptions.is_active then started_subscriptions.seat_count end)
            as seat_count
    from started_subscriptions
    cross join calendar
    group by started_subscriptions.customer_id
),

latest_scores as (
    select
        churn_scores.customer_id,
        max_by(churn_scores.churn_probability, churn_scores.scored_on) as churn_probability
    from churn_scores
    cross join calendar
    where churn_scores.scored_on < calendar.as_of_date
    group by churn_scores.customer_id
),

joined as (
    select
        customers.*,
        calendar.as_of_date,
        -- Without any subscription on record there is nothing that could have ended.
        coalesce(subscription_totals.is_active, true) as is_active,
        least(
            coalesce(customers.signed_up_on, subscription_totals.first_started_on),
            coalesce(subscription_totals.first_started_on, customers.signed_up_on)
        ) as customer_since_on,
        subscription_totals.renews_on,
        subscription_totals.annual_recurring_revenue_amount,
        subscription_totals.seat_count,
        latest_scores.churn_probability,
        coalesce(open_severe_tickets.open_severe_ticket_count, 0) as open_severe_ticket_count,
        coalesce(
            customers.customer_lifetime_value_amount,
            {{ customer_lifetime_value('subscription_totals.annual_recurring_revenue_amount') }}
        ) as lifetime_value_amount
    from customers
    cross join calendar
    left join subscription_totals
        on customers.customer_id = subscription_totals.customer_id
    left join latest_scores
        on customers.customer_id = latest_scores.customer_id
    left join open_severe_tickets
        on customers.customer_id = open_severe_tickets.customer_id
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(is_active as boolean) as is_active,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(industry as varchar) as industry,
        cast(size_band as varchar) as size_band,
        cast(region as varchar) as region,
        cast(plan as varchar) as plan,
        cast(acquisition_channel as varchar) as acquisition_channel,
        cast({{ days_between('customer_since_on', 'as_of_date') }} as integer) as tenure_days,
        cast(renews_on as date) as renews_on,
        cast({{ days_between('as_of_date', 'renews_on') }} as integer) as days_to_renewal,
        cast(annual_recurring_revenue_amount as decimal(18, 2)) as annual_recurring_revenue_amount,
        -- The name by which decisions know it, whatever the business calls its contracts.
        cast(annual_recurring_revenue_amount as decimal(18, 2)) as contract_value_amount,
        cast(seat_count as integer) as seat_count,
        cast(churn_probability as double) as scored_churn_probability,
        cast(open_severe_ticket_count as integer) as open_severe_ticket_count,
        cast(lifetime_value_amount as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(
            coalesce(
                expansion_value_amount,
                lifetime_value_amount * {{ var('nba_expansion_value_rate') }}
            ) as decimal(18, 2)
        ) as expansion_value_amount
    from joined
)

select * from final
