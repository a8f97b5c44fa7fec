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

-- A subscription that ended later was still running on the day.
revenue_on_the_day as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        sum(subscriptions.annual_recurring_revenue_amount) as annual_recurring_revenue_amount
    from feature_dates
    inner join subscriptions
        on
            feature_dates.customer_id = subscriptions.customer_id
            and feature_dates.as_of_date > subscriptions.started_on
    where
        subscriptions.ended_on is null
        or subscriptions.ended_on >= feature_dates.as_of_date
    group by feature_dates.customer_id, feature_dates.as_of_date
),

valued as (
    select
        feature_dates.customer_id,
        feature_dates.as_of_date,
        coalesce(
            customers.customer_lifetime_value_amount,
            {{ customer_lifetime_value('revenue_on_the_day.annual_recurring_revenue_amount') }}
        ) as lifetime_value_amount,
        customers.expansion_value_amount,
        revenue_on_the_day.annual_recurring_revenue_amount as contract_value_amount
    from feature_dates
    inner join customers
        on feature_dates.customer_id = customers.customer_id
    left join revenue_on_the_day
        on
            feature_dates.customer_id = revenue_on_the_day.customer_id
            and feature_dates.as_of_date = revenue_on_the_day.as_of_date
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(lifetime_value_amount as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(
            coalesce(
                expansion_value_amount,
                lifetime_value_amount * {{ var('nba_expansion_value_rate') }}
            ) as decimal(18, 2)
        ) as expansion_value_amount,
        cast(contract_value_amount as decimal(18, 2)) as contract_value_amount
    from valued
)

select * from final
