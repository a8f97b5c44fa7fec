with

source as (
    {{ raw_table('customers') }}
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
    from source
)

select * from final
