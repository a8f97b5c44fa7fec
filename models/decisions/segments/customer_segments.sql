{# The intervals are normal, so that those of another level are as wide as its quantile says. #}
{% set type_quantile = normal_quantile((1 + number_var('nba_uplift_type_confidence_level')) / 2) %}
{% set quantile = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

profiles as (
    select * from {{ ref('customer_profile') }}
),

engagement as (
    select * from {{ ref('customer_engagement') }}
),

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

last_decisions as (
    select * from {{ ref('int_last_decisions_found') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

-- Only what was made for the leading goal tells whether a customer can be won or lost by contact.
leading_uplift as (
    select
        uplift_scores.customer_id,
        max(uplift_scores.uplift) as best_uplift,
        max(
            uplift_scores.uplift
            - (uplift_scores.uplift - uplift_scores.uplift_lower)
            * {{ type_quantile }} / {{ quantile }}
        ) as best_uplift_lower,
        min(
            uplift_scores.uplift
            + (uplift_scores.uplift_upper - uplift_scores.uplift)
            * {{ type_quantile }} / {{ quantile }}
        ) as worst_uplift_upper,
        max(uplift_scores.baseline_probability) as baseline_probability
    from uplift_scores
    inner join actions
        on
            uplift_scores.action_id = actions.action_id
            and uplift_scores.goal = actions.goal
    inner join goals
        on actions.goal = goals.goal
    where
        goals.goal_order = 1
        and actions.is_enabled
        and not coalesce(actions.has_treatments, false)
    group by uplift_scores.customer_id
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
            when round(leading_uplift.best_uplift_lower, 6) > 0 then 'persuadable'
            when round(leading_uplift.worst_uplift_upper, 6) < 0 then 'sleeping_dog'
            -- Sure things and lost causes are those of a yes/no outcome.
            when leading_uplift.baseline_probability is null then 'unknown'
            when leading_uplift.baseline_probability >= 0.5 then 'sure_thing'
            else 'lost_cause'
        end as uplift_type,
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
        cast(best_uplift as double) as best_uplift,
        cast(round(best_uplift_lower, 6) as double) as best_uplift_lower,
        cast(round(worst_uplift_upper, 6) as double) as worst_uplift_upper,
        cast(baseline_probability as double) as baseline_probability
    from measured
)

select * from final
