with

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

leading_uplift as (
    select * from {{ ref('int_leading_uplift_valued') }}
),

last_decisions as (
    select * from {{ ref('int_last_decisions_found') }}
),

leading_goals as (
    select * from {{ ref('input_goals') }}
    where goal_order = 1
),

measured as (
    select
        profiles.customer_id,
        profiles.as_of_date,
        profiles.churn_probability,
        profiles.customer_lifetime_value_amount,
        engagement.engagement_score,
        leading_uplift.best_uplift,
        leading_uplift.best_uplift_lower,
        leading_uplift.worst_uplift_upper,
        leading_uplift.baseline_probability,
        case
            -- Who is not scored today is what they were when last decided about.
            when leading_uplift.customer_id is null
                then coalesce(last_decisions.last_uplift_type, 'unknown')
            when leading_uplift.is_worth_moving then 'persuadable'
            when round(leading_uplift.best_uplift, 6) < 0 then 'sleeping_dog'
            -- Sure things and lost causes are those of a yes/no outcome.
            when leading_uplift.baseline_probability is null then 'unknown'
            when leading_uplift.baseline_probability >= 0.5 then 'sure_thing'
            else 'lost_cause'
        end as uplift_type,
        case
            when leading_uplift.customer_id is null then 'unknown'
            when leading_uplift.is_surely_positive then 'positive'
            when leading_uplift.is_surely_negative then 'negative'
            else 'unclear'
        end as uplift_evidence,
        leading_goals.goal as leading_goal,
        {{ risk_level('profiles.churn_probability') }} as risk_level,
        {{ value_level('profiles.customer_lifetime_value_amount') }} as value_level,
        {{ engagement_level('engagement.engagement_score') }} as engagement_level
    from profiles
    left join engagement
        on profiles.customer_id = engagement.customer_id
    left join leading_uplift
        on profiles.customer_id = leading_uplift.customer_id
    left join last_decisions
        on profiles.customer_id = last_decisions.customer_id
    cross join leading_goals
    where profiles.is_active
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as date) as as_of_date,
        cast(
            {{ customer_segment('risk_level', 'value_level', 'engagement_level') }} as varchar
        ) as segment,
        cast(risk_level as varchar) as risk_level,
        cast(value_level as varchar) as value_level,
        cast(engagement_level as varchar) as engagement_level,
        cast(churn_probability as double) as churn_probability,
        cast(customer_lifetime_value_amount as decimal(18, 2)) as customer_lifetime_value_amount,
        cast(engagement_score as decimal(5, 2)) as engagement_score,
        cast(uplift_type as varchar) as uplift_type,
        cast(uplift_evidence as varchar) as uplift_evidence,
        cast(leading_goal as varchar) as leading_goal,
        cast(best_uplift as double) as best_uplift,
        cast(best_uplift_lower as double) as best_uplift_lower,
        cast(worst_uplift_upper as double) as worst_uplift_upper,
        cast(baseline_probability as double) as baseline_probability
    from measured
)

select * from final
