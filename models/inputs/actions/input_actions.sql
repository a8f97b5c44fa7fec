-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_actions_checked') }}
),

final as (
    select
        action_id,
        coalesce(action_name, action_id) as action_name,
        channel,
        goal,
        unit_cost_amount,
        cast(coalesce(success_cost_amount, 0) as decimal(18, 4)) as success_cost_amount,
        coalesce(success_discount_rate, 0) as success_discount_rate,
        is_enabled,
        action_group,
        available_from,
        available_until,
        coalesce(is_mandatory, false) as is_mandatory,
        mandatory_gap_days,
        coalesce(business_weight, 1) as business_weight,
        assumed_persuasion_rate,
        case when assumed_persuasion_rate is not null then coalesce(assumed_evidence_count, 0) end
            as assumed_evidence_count,
        cast(
            row_number() over (order by unit_cost_amount asc nulls last, action_id asc nulls last)
            as integer
        ) as catalogue_order
    from checked
    where rejection_rule is null
)

select * from final
