with

profiles as (
    select * from {{ ref('customer_profile') }}
),

final as (
    select
        customer_id,
        {{ customer_stratum(
            'churn_probability', 'customer_lifetime_value_amount', 'tenure_days'
        ) }} as stratum
    from profiles
    where is_active
)

select * from final
