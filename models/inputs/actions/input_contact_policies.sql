-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_contact_policies_checked') }}
),

final as (
    select
        policy_id,
        counted,
        channel,
        maximum_contact_count,
        window_days
    from checked
    where rejection_rule is null
)

select * from final
