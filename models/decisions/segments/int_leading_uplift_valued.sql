{# The intervals are normal, so that those of another level are as wide as its quantile says. #}
{% set type_quantile = normal_quantile((1 + number_var('nba_uplift_type_confidence_level')) / 2) %}
{% set quantile = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

goals as (
    select * from {{ ref('input_goals') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

-- Only what was made for the leading goal tells whether a customer can be won or lost by contact.
scored as (
    select
        uplift_scores.customer_id,
        uplift_scores.action_id,
        goals.goal,
        uplift_scores.uplift,
        uplift_scores.uplift
        - (uplift_scores.uplift - uplift_scores.uplift_lower)
        * {{ type_quantile }} / {{ quantile }} as uplift_lower,
        uplift_scores.uplift
        + (uplift_scores.uplift_upper - uplift_scores.uplift)
        * {{ type_quantile }} / {{ quantile }} as uplift_upper,
        uplift_scores.baseline_probability,
        cast(
            uplift_scores.uplift * coalesce({{ goal_worth('goals', 'profiles') }}, 0)
            - actions.unit_cost_amount
            - coalesce(
                least(greatest(uplift_scores.baseline_probability + uplift_scores.uplift, 0), 1), 0
            )
            * ({{ success_cost('actions', 'profiles') }}) as decimal(18, 4)
        ) as net_value_amount
    from uplift_scores
    inner join actions
        on
            uplift_scores.action_id = actions.action_id
            and uplift_scores.goal = actions.goal
    inner join goals
        on actions.goal = goals.goal
    inner join profiles
        on uplift_scores.customer_id = profiles.customer_id
    where
        goals.goal_order = 1
        and actions.is_enabled
        and not coalesce(actions.has_treatments, false)
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by net_value_amount desc nulls last, action_id asc nulls last
        ) as value_rank
    from scored
),

final as (
    select
        customer_id,
        max(uplift) as best_uplift,
        -- Rounded, so that a bound of 0 is one whatever the machine.
        round(max(uplift_lower), 6) as best_uplift_lower,
        round(min(uplift_upper), 6) as worst_uplift_upper,
        max(baseline_probability) as baseline_probability,
        coalesce(bool_or(uplift > 0 and net_value_amount > 0), false) as is_worth_moving,
        coalesce(bool_or(value_rank = 1 and round(uplift_lower, 6) > 0), false)
            as is_surely_positive,
        coalesce(bool_or(value_rank = 1 and round(uplift_upper, 6) < 0), false)
            as is_surely_negative
    from ranked
    group by customer_id
)

select * from final
