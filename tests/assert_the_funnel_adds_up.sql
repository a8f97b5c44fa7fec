-- Counts again: who is up is at the top, nobody is lost twice, and who is left gets the action.
with

funnel as (
    select * from {{ ref('decision_funnel') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state = 'made'
),

customers_up as (
    select count(*) as customer_count
    from {{ ref('decision_points') }}
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
cross join customers_up
left join recommended
    on totals.action_id = recommended.action_id
where
    totals.first_count <> customers_up.customer_count
    or totals.first_count - totals.lost_count <> totals.last_count
    or totals.last_count <> coalesce(recommended.recommended_count, 0)
