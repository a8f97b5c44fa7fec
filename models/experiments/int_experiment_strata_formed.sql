with

profiles as (
    select * from {{ ref('customer_profile') }}
),

banded as (
    select
        customer_id,
        case
            when churn_probability > {{ number_var('nba_high_risk_probability') }} then 'high_risk'
            when churn_probability < {{ number_var('nba_low_risk_probability') }} then 'low_risk'
            when churn_probability is not null then 'medium_risk'
            else 'unknown_risk'
        end as risk_band,
        case
            when customer_lifetime_value_amount > {{ number_var('nba_high_value_amount') }}
                then 'high_value'
            when customer_lifetime_value_amount is not null then 'low_value'
            else 'unknown_value'
        end as value_band,
        case
            when tenure_days < 365 then 'new'
            when tenure_days < 3 * 365 then 'settled'
            when tenure_days is not null then 'long_standing'
            else 'unknown_tenure'
        end as tenure_band
    from profiles
    where is_active
),

final as (
    select
        customer_id,
        risk_band || '|' || value_band || '|' || tenure_band as stratum
    from banded
)

select * from final
