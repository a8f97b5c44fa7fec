with

source as (
    {{ settings_table('eligibility_rules', [
        'rule_id', 'action_id', 'channel', 'goal', 'attribute', 'operator', 'value', 'reason'
    ]) }}
),

final as (
    select
        rule_id,
        action_id,
        channel,
        goal,
        attribute,
        operator,
        value,
        reason
    from source
)

select * from final
