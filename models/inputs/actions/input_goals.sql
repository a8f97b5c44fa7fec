-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_goals_checked') }}
),

final as (
    select
        goal,
        coalesce(goal_name, goal) as goal_name,
        success_metric,
        baseline_metric,
        value_column,
        value_amount,
        stake_attribute,
        stake_operator,
        stake_value,
        cast(
            row_number() over (order by goal_order asc nulls last, goal asc nulls last) as integer
        ) as goal_order
    from checked
    where rejection_rule is null
)

select * from final
