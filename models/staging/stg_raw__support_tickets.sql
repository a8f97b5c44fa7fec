with

source as (
    {{ raw_table('support_tickets') }}
),

final as (
    select
        ticket_id,
        customer_id,
        opened_at,
        resolved_at,
        severity,
        satisfaction_score
    from source
)

select * from final
