with

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

rewards as (
    select * from {{ ref('int_trial_rewards_listed') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

-- Units who were left alone show what becomes of the leading goal without us; weights make them
-- stand for all. Nobody is lost to an outcome that is not yes or no.
untreated as (
    select
        rewards.unit_id,
        trial_customers.churn_probability,
        trial_customers.engagement_score,
        1 - rewards.reward as is_lost,
        1 / rewards.action_probability as weight
    from rewards
    inner join goals
        on rewards.outcome = goals.goal
    inner join goal_outcomes
        on goals.goal = goal_outcomes.goal
    inner join trial_customers
        on
            rewards.customer_id = trial_customers.customer_id
            and rewards.as_of_date = trial_customers.as_of_date
    where
        rewards.action_id = 'do_nothing'
        and goals.goal_order = 1
        and goal_outcomes.is_yes_no
),

risk_bins as (
    select
        *,
        ntile(10) over (
            order by churn_probability asc nulls last, unit_id asc nulls last
        ) as bin
    from untreated
    where churn_probability is not null
),

risk_rates as (
    select
        bin,
        count(*) as unit_count,
        {{ exact_sum('weight * churn_probability') }} / {{ exact_sum('weight') }} as score,
        {{ exact_sum('weight * is_lost') }} / {{ exact_sum('weight') }} as lost_rate
    from risk_bins
    group by bin
),

-- The weighted straight line through the bins: what a score means in customers who leave.
risk_line as (
    select
        regr_slope(lost_rate, score) as slope,
        regr_intercept(lost_rate, score) as intercept,
        sum(unit_count) as unit_count
    from risk_rates
),

ranked_values as (
    select
        cast(customer_lifetime_value_amount as double) as value_amount,
        cast(
            sum(customer_lifetime_value_amount) over (
                order by
                    customer_lifetime_value_amount desc nulls last,
                    customer_id asc nulls last
            ) as double
        ) / cast(sum(customer_lifetime_value_amount) over () as double) as share_of_value
    from segments
    where customer_lifetime_value_amount is not null
),

value_split as (
    select
        min(case when share_of_value <= 0.5 then value_amount end) as proposed_value,
        count(*) as unit_count
    from ranked_values
),

engagement_bins as (
    select
        *,
        ntile(20) over (
            order by engagement_score asc nulls last, unit_id asc nulls last
        ) as bin
    from untreated
    where engagement_score is not null
),

engagement_rates as (
    select
        bin,
        min(engagement_score) as score,
        count(*) as unit_count,
        {{ exact_sum('weight * is_lost') }} as lost_weight,
        {{ exact_sum('weight * (1 - is_lost)') }} as kept_weight
    from engagement_bins
    group by bin
),

-- Where those who stay and those who leave differ most (Youden 1950).
engagement_cuts as (
    select
        score,
        unit_count,
        sum(kept_weight) over (order by bin desc nulls last)
        / nullif(sum(kept_weight) over (), 0)
        - sum(lost_weight) over (order by bin desc nulls last)
        / nullif(sum(lost_weight) over (), 0) as separation
    from engagement_rates
),

engagement_cut as (
    select
        max_by(score, row(separation, score)) as proposed_value,
        max(separation) as separation,
        sum(unit_count) as unit_count
    from engagement_cuts
),

proposals as (
    {% for name in ['nba_high_risk_probability', 'nba_low_risk_probability'] %}
    select
        '{{ name }}' as variable_name,
        {{ number_var(name) }} as current_value,
        case
            when slope > 0
                then
                    least(greatest(({{ number_var(name) }} - intercept) / slope, 0.0), 1.0)
        end as proposed_value,
        unit_count,
        'The churn score at which that share of untreated units of the experiments was lost.'
            as basis
    from risk_line

    union all

    {% endfor %}
    select
        'nba_high_value_amount' as variable_name,
        {{ number_var('nba_high_value_amount') }} as current_value,
        proposed_value,
        unit_count,
        'The customers above it hold half of all customer lifetime value.' as basis
    from value_split

    union all

    select
        'nba_high_engagement_score' as variable_name,
        {{ number_var('nba_high_engagement_score') }} as current_value,
        case when separation > 0 then proposed_value end as proposed_value,
        unit_count,
        'The score that tells best who of the untreated units stays.' as basis
    from engagement_cut
),

final as (
    select
        cast(variable_name as varchar) as variable_name,
        cast(current_value as double) as current_value,
        cast(round(proposed_value, 4) as double) as proposed_value,
        cast(coalesce(unit_count, 0) as bigint) as unit_count,
        cast(basis as varchar) as basis
    from proposals
)

select * from final
