with

options as (
    select
        learner as policy,
        unit_id as customer_id,
        action_id,
        cost_amount,
        value_amount,
        catalogue_order
    from {{ ref('int_learner_actions_valued') }}
),

final as (
    {{ budget_increments('options') }}
)

select * from final
