-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_scenarios_checked') }}
),

final as (
    select
        scenario_id,
        changed,
        target,
        operation,
        amount
    from checked
    where rejection_rule is null
)

select * from final
