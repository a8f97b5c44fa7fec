-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_customer_outcomes_checked') }}
),

final as (
    select
        customer_id,
        metric,
        observed_at,
        value
    from checked
    where rejection_rule is null
)

select * from final
