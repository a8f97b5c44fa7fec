with

profiles as (
    select * from {{ ref('int_customers_profiled') }}
),

baselines as (
    select * from {{ ref('goal_baselines') }}
),

goals as (
    select * from {{ ref('int_goal_metrics_listed') }}
),

-- All goals that mean going on are learnt from the same outcomes.
own_risk as (
    select
        baselines.customer_id,
        round(1 - min(baselines.baseline_probability), 6) as churn_probability
    from baselines
    inner join goals
        on baselines.goal = goals.goal
    where goals.is_continuing and baselines.source = 'risk_model'
    group by baselines.customer_id
),

final as (
    select
        cast(profiles.customer_id as varchar) as customer_id,
        cast(profiles.as_of_date as date) as as_of_date,
        cast(profiles.is_active as boolean) as is_active,
        cast(profiles.account_manager_id as varchar) as account_manager_id,
        cast(profiles.industry as varchar) as industry,
        cast(profiles.size_band as varchar) as size_band,
        cast(profiles.region as varchar) as region,
        cast(profiles.plan as varchar) as plan,
        cast(profiles.acquisition_channel as varchar) as acquisition_channel,
        cast(profiles.tenure_days as integer) as tenure_days,
        cast(profiles.renews_on as date) as renews_on,
        cast(profiles.days_to_renewal as integer) as days_to_renewal,
        cast(
            profiles.annual_recurring_revenue_amount as decimal(18, 2)
        ) as annual_recurring_revenue_amount,
        cast(profiles.contract_value_amount as decimal(18, 2)) as contract_value_amount,
        cast(profiles.seat_count as integer) as seat_count,
        cast(
            coalesce(profiles.scored_churn_probability, own_risk.churn_probability) as double
        ) as churn_probability,
        cast(
            case
                when profiles.scored_churn_probability is not null then 'churn_score'
                when own_risk.churn_probability is not null then 'risk_model'
            end as varchar
        ) as churn_probability_source,
        cast(profiles.open_severe_ticket_count as integer) as open_severe_ticket_count,
        cast(
            profiles.customer_lifetime_value_amount as decimal(18, 2)
        ) as customer_lifetime_value_amount,
        cast(profiles.expansion_value_amount as decimal(18, 2)) as expansion_value_amount
    from profiles
    left join own_risk
        on profiles.customer_id = own_risk.customer_id
)

select * from final
