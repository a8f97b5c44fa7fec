-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_support_tickets_checked') }}
),

final as (
    select
        ticket_id,
        customer_id,
        opened_at,
        resolved_at,
        severity,
        satisfaction_score
    from checked
    where rejection_rule is null
)

select * from final
