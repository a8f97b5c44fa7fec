with

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

last_decisions as (
    select
        customer_id,
        max(as_of_date) as last_decided_on,
        max_by(churn_probability, as_of_date) as last_churn_probability,
        max_by(uplift_type, as_of_date) as last_uplift_type
    from past_decisions
    where is_live
    group by customer_id
),

final as (
    select
        profiles.customer_id,
        last_decisions.last_decided_on,
        last_decisions.last_uplift_type,
        {{ days_between('last_decisions.last_decided_on', 'profiles.as_of_date') }}
            as days_since_last_decision,
        profiles.churn_probability - last_decisions.last_churn_probability
            as churn_probability_change
    from profiles
    left join last_decisions
        on profiles.customer_id = last_decisions.customer_id
    where profiles.is_active
)

select * from final
