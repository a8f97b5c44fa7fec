with

source as (
    {{ raw_table('goals') }}
),

final as (
    select
        goal,
        goal_name,
        success_metric,
        baseline_metric,
        value_column,
        value_amount,
        stake_attribute,
        stake_operator,
        stake_value,
        goal_order
    from source
)

select * from final
