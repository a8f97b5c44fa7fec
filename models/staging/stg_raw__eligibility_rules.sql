with

source as (
    {{ raw_table('eligibility_rules') }}
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
