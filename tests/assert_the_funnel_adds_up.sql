-- Counts again: everybody is at the top, nobody is lost twice, and who is left gets the action.
with

funnel as (
    select * from {{ ref('decision_funnel') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

active_customers as (
    select count(*) as customer_count
    from profiles
    where is_active
),

recommended as (
    select
        action_id,
        count(*) as recommended_count
    from recommendations
    group by action_id
),

totals as (
    select
        action_id,
        sum(lost_customer_count) as lost_count,
        max(case when step = 'customers' then remaining_customer_count end) as first_count,
        max(case when step = 'recommended' then remaining_customer_count end) as last_count
    from funnel
    group by action_id
)

select totals.*
from totals
cross join active_customers
left join recommended
    on totals.action_id = recommended.action_id
where
    totals.first_count <> active_customers.customer_count
    or totals.first_count - totals.lost_count <> totals.last_count
    or totals.last_count <> coalesce(recommended.recommended_count, 0)
