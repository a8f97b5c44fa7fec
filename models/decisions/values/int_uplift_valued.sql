{% set quantile = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

customer_goals as (
    select * from {{ ref('int_customer_goals_valued') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

valued as (
    select
        uplift_scores.customer_id,
        uplift_scores.action_id,
        uplift_scores.goal = actions.goal as is_own_goal,
        uplift_scores.uplift,
        uplift_scores.uplift_lower,
        uplift_scores.uplift_upper,
        uplift_scores.baseline_probability,
        customer_goals.is_at_stake,
        cast(coalesce(customer_goals.value_amount, 0) as double) as goal_value_amount
    from uplift_scores
    inner join actions
        on uplift_scores.action_id = actions.action_id
    inner join customer_goals
        on
            uplift_scores.customer_id = customer_goals.customer_id
            and uplift_scores.goal = customer_goals.goal
),

final as (
    select
        customer_id,
        action_id,
        max(case when is_own_goal then uplift end) as uplift,
        max(case when is_own_goal then uplift_lower end) as uplift_lower,
        max(case when is_own_goal then uplift_upper end) as uplift_upper,
        -- Null of an outcome that is not yes or no.
        max(
            case
                when is_own_goal and baseline_probability is not null
                    then least(greatest(baseline_probability + uplift, 0), 1)
            end
        ) as success_probability,
        cast(
            sum(
                cast(
                    case when is_at_stake then uplift * goal_value_amount else 0 end
                    as decimal(18, 4)
                )
            ) as decimal(18, 4)
        ) as caused_value_amount,
        -- Standard error of that value; the errors of the goals are taken for independent.
        sqrt(
            sum(
                cast(
                    case
                        when is_at_stake
                            then
                                power(
                                    (uplift_upper - uplift_lower) / 2 / {{ quantile }}
                                    * goal_value_amount, 2
                                )
                        else 0
                    end as decimal(38, 4)
                )
            )
        ) as caused_value_error_amount
    from valued
    group by customer_id, action_id
)

select * from final
