{% set quantile = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

goals_at_stake as (
    select * from {{ ref('int_goals_at_stake_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
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
        goals_at_stake.goal is not null as is_at_stake,
        cast(
            coalesce(
                case uplift_scores.goal
                    when 'retention' then profiles.customer_lifetime_value_amount
                    else profiles.expansion_value_amount
                end,
                0
            ) as double
        ) as goal_value_amount
    from uplift_scores
    inner join actions
        on uplift_scores.action_id = actions.action_id
    inner join profiles
        on uplift_scores.customer_id = profiles.customer_id
    left join goals_at_stake
        on
            uplift_scores.customer_id = goals_at_stake.customer_id
            and uplift_scores.goal = goals_at_stake.goal
),

final as (
    select
        customer_id,
        action_id,
        max(case when is_own_goal then uplift end) as uplift,
        max(case when is_own_goal then uplift_lower end) as uplift_lower,
        max(case when is_own_goal then uplift_upper end) as uplift_upper,
        max(
            case
                when is_own_goal
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
        -- Standard error of that value; the errors of two goals are taken for independent.
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
