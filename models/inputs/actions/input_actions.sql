-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_actions_checked') }}
    where rejection_rule is null
),

checked_treatments as (
    select * from {{ ref('int_treatments_checked') }}
),

-- An action whose rows of treatments are all rejected is given in no way: not as it is either.
treated_actions as (
    select distinct action_id
    from checked_treatments
    where action_id is not null
),

actions as (
    select
        checked.action_id,
        checked.action_id as base_action_id,
        treated_actions.action_id is not null as has_treatments,
        coalesce(checked.action_name, checked.action_id) as action_name,
        checked.channel,
        checked.unit_cost_amount,
        checked.success_cost_amount,
        checked.success_discount_rate,
        checked.is_enabled
    from checked
    left join treated_actions
        on checked.action_id = treated_actions.action_id
),

-- What a treatment does not say is as its action has it.
treatments as (
    select
        checked_treatments.treatment_id as action_id,
        actions.action_id as base_action_id,
        false as has_treatments,
        coalesce(
            checked_treatments.treatment_name,
            actions.action_name || ': ' || checked_treatments.treatment_id
        ) as action_name,
        coalesce(checked_treatments.channel, actions.channel) as channel,
        coalesce(checked_treatments.unit_cost_amount, actions.unit_cost_amount)
            as unit_cost_amount,
        coalesce(checked_treatments.success_cost_amount, actions.success_cost_amount)
            as success_cost_amount,
        coalesce(checked_treatments.success_discount_rate, actions.success_discount_rate)
            as success_discount_rate,
        actions.is_enabled and coalesce(checked_treatments.is_enabled, true) as is_enabled
    from checked_treatments
    inner join actions
        on checked_treatments.action_id = actions.action_id
    where checked_treatments.rejection_rule is null
),

options as (
    select * from actions
    union all
    select * from treatments
),

final as (
    select
        options.action_id,
        options.base_action_id,
        options.has_treatments,
        options.action_name,
        options.channel,
        checked.goal,
        options.unit_cost_amount,
        cast(coalesce(options.success_cost_amount, 0) as decimal(18, 4)) as success_cost_amount,
        coalesce(options.success_discount_rate, 0) as success_discount_rate,
        options.is_enabled,
        checked.action_group,
        checked.available_from,
        checked.available_until,
        coalesce(checked.is_mandatory, false) as is_mandatory,
        checked.mandatory_gap_days,
        coalesce(checked.business_weight, 1) as business_weight,
        checked.assumed_persuasion_rate,
        case
            when checked.assumed_persuasion_rate is not null
                then coalesce(checked.assumed_evidence_count, 0)
        end as assumed_evidence_count,
        cast(
            row_number() over (
                order by
                    options.unit_cost_amount asc nulls last,
                    options.action_id asc nulls last
            ) as integer
        ) as catalogue_order
    from options
    inner join checked
        on options.base_action_id = checked.action_id
)

select * from final
