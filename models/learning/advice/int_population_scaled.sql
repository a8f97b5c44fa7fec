with

decision_days as (
    select * from {{ ref('int_decision_days_computed') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

-- How many customers each of those who are up today stands for.
final as (
    select
        (select count(*) from decision_days)
        / nullif(cast((select count(*) from points) as double), 0) as customers_per_point
)

select * from final
