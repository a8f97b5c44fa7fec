-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_decision_triggers_checked') }}
),

final as (
    select
        trigger_id,
        attribute,
        operator,
        value,
        gap_days
    from checked
    where rejection_rule is null
)

select * from final
