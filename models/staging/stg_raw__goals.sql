with

source as (
    {{ settings_table('goals', [
        'goal', 'goal_name', 'success_metric', 'value_column', 'value_amount', 'stake_attribute',
        'stake_operator', 'stake_value', 'goal_order', 'baseline_metric'
    ]) }}
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
