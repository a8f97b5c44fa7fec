-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_eligibility_rules_checked') }}
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
    from checked
    where rejection_rule is null
)

select * from final
