with

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

measured as (
    select
        profiles.customer_id,
        profiles.as_of_date,
        profiles.churn_probability,
        profiles.customer_lifetime_value_amount,
        engagement.engagement_score,
        case
            when profiles.churn_probability > {{ var('nba_high_risk_probability') }} then 'high'
            when profiles.churn_probability < {{ var('nba_low_risk_probability') }} then 'low'
            when profiles.churn_probability is not null then 'medium'
            else 'unknown'
        end as risk_level,
        case
            when profiles.customer_lifetime_value_amount > {{ var('nba_high_value_amount') }}
                then 'high'
            when profiles.customer_lifetime_value_amount is not null then 'low'
            else 'unknown'
        end as value_level,
        case
            when engagement.engagement_score >= {{ var('nba_high_engagement_score') }} then 'high'
            when engagement.engagement_score is not null then 'low'
            else 'unknown'
        end as engagement_level
    from profiles
    left join engagement
        on profiles.customer_id = engagement.customer_id
    where profiles.is_active
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(
            case
                when risk_level = 'high' and value_level = 'high' then 'critical_save'
                when risk_level = 'high' then 'automated_retention'
                when
                    risk_level = 'low' and value_level = 'high' and engagement_level = 'high'
                    then 'upsell_opportunity'
                when risk_level = 'low' and value_level = 'high' then 'monitor_only'
                else 'standard_care'
            end as varchar
        ) as segment,
        cast(risk_level as varchar) as risk_level,
        cast(value_level as varchar) as value_level,
        cast(engagement_level as varchar) as engagement_level,
        cast(churn_probability as double) as churn_probability,
        cast(customer_lifetime_value_amount as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(engagement_score as decimal(5, 2)) as engagement_score
    from measured
)

select * from final
