-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select
        resource_id,
        action_id,
        amount
    from {{ ref('int_resource_use_checked') }}
    where rejection_rule is null
),

treatments as (
    select
        action_id,
        base_action_id
    from {{ ref('input_actions') }}
    where action_id <> base_action_id
),

-- What an action uses each of its treatments uses, unless that says otherwise.
inherited as (
    select
        checked.resource_id,
        treatments.action_id,
        checked.amount
    from checked
    inner join treatments
        on checked.action_id = treatments.base_action_id
    left join checked as own
        on
            checked.resource_id = own.resource_id
            and treatments.action_id = own.action_id
    where own.action_id is null
),

final as (
    select * from checked
    union all
    select * from inherited
)

select * from final
