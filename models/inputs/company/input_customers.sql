-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_customers_checked') }}
),

final as (
    select
        customer_id,
        industry,
        size_band,
        region,
        plan,
        acquisition_channel,
        account_manager_id,
        signed_up_on,
        customer_lifetime_value_amount,
        expansion_value_amount
    from checked
    where rejection_rule is null
)

select * from final
