-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_do_not_contact_checked') }}
),

final as (
    select
        customer_id,
        channel,
        reason
    from checked
    where rejection_rule is null
)

select * from final
