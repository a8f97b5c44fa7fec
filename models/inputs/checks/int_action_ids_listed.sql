with

actions as (
    select * from {{ ref('int_actions_checked') }}
),

treatments as (
    select * from {{ ref('int_treatments_checked') }}
),

-- What other inputs may call an action.
final as (
    select
        action_id,
        action_id as base_action_id,
        coalesce(is_mandatory, false) as is_mandatory,
        rejection_rule
    from actions

    union all

    select
        treatments.treatment_id as action_id,
        treatments.action_id as base_action_id,
        coalesce(actions.is_mandatory, false) as is_mandatory,
        treatments.rejection_rule
    from treatments
    inner join actions
        on treatments.action_id = actions.action_id
    where treatments.rejection_rule is null and actions.rejection_rule is null
)

select * from final
