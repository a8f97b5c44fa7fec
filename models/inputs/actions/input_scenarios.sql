-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select
        scenario_id,
        changed,
        target,
        operation,
        amount
    from {{ ref('int_scenarios_checked') }}
    where rejection_rule is null
),

treatments as (
    select
        action_id,
        base_action_id
    from {{ ref('input_actions') }}
    where action_id <> base_action_id
),

-- A cost of an action is that of each of its treatments, unless the scenario names that as well.
treatment_costs as (
    select
        checked.scenario_id,
        checked.changed,
        treatments.action_id as target,
        checked.operation,
        checked.amount
    from checked
    inner join treatments
        on checked.target = treatments.base_action_id
    left join checked as own
        on
            checked.scenario_id = own.scenario_id
            and checked.changed = own.changed
            and treatments.action_id = own.target
    where checked.changed = 'action_cost' and own.target is null
),

final as (
    select * from checked
    union all
    select * from treatment_costs
)

select * from final
