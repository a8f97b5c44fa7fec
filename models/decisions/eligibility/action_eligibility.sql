with

judged as (
    select * from {{ ref('int_eligibility_judged') }}
    where is_due
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(as_of_date as date) as as_of_date,
        cast(is_eligible as boolean) as is_eligible,
        cast(blocked_reason as varchar) as blocked_reason
    from judged
)

select * from final
