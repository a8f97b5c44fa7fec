-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_account_manager_capacities_checked') }}
),

final as (
    select
        resource_id,
        account_manager_id,
        maximum_amount
    from checked
    where rejection_rule is null
)

select * from final
