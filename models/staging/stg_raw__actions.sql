with

source as (
    {{ raw_table('actions') }}
),

final as (
    select
        action_id,
        action_name,
        channel,
        goal,
        unit_cost_amount,
        success_cost_amount,
        success_discount_rate,
        is_enabled,
        action_group,
        available_from,
        available_until,
        is_mandatory,
        mandatory_gap_days,
        business_weight,
        assumed_persuasion_rate,
        assumed_evidence_count
    from source
)

select * from final
