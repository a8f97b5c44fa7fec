with

profiles as (
    select * from {{ ref('int_customers_profiled') }}
),

goals as (
    select * from {{ ref('int_goal_metrics_listed') }}
),

scores as (
    select * from {{ ref('ml_goal_risk_scores') }}
),

outcomes as (
    select * from {{ ref('int_baseline_outcomes_dated') }}
),

-- Each outcome once, however often it is described.
distinct_outcomes as (
    select distinct
        goal,
        customer_id,
        observed_on,
        was_reached
    from outcomes
    where not was_treated
),

-- Mean of the posterior of a rate of which nothing was known (Laplace's rule of succession).
base_rates as (
    select
        goals.goal,
        (count(case when distinct_outcomes.was_reached then 1 end) + 1)
        / cast(count(distinct_outcomes.customer_id) + 2 as double) as base_rate
    from goals
    left join distinct_outcomes
        on goals.goal = distinct_outcomes.goal
    group by goals.goal
),

joined as (
    select
        profiles.customer_id,
        profiles.as_of_date,
        goals.goal,
        case when goals.is_continuing then 1 - profiles.scored_churn_probability end
            as company_probability,
        scores.baseline_probability as own_probability,
        scores.model_version,
        base_rates.base_rate
    from profiles
    cross join goals
    inner join base_rates
        on goals.goal = base_rates.goal
    left join scores
        on
            profiles.customer_id = scores.customer_id
            and goals.goal = scores.goal
    where profiles.is_active
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(goal as varchar) as goal,
        cast(round(
            coalesce(company_probability, own_probability, base_rate), 6
        ) as double) as baseline_probability,
        cast(
            case
                when company_probability is not null then 'churn_score'
                when own_probability is not null then 'risk_model'
                else 'base_rate'
            end as varchar
        ) as source,
        cast(own_probability as double) as risk_model_probability,
        cast(case when company_probability is null then model_version end as varchar)
            as model_version
    from joined
)

select * from final
