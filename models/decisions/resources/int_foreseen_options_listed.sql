with

foreseen_values as (
    select * from {{ ref('int_foreseen_values_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

numbered_actions as (
    select
        action_id,
        row_number() over (
            order by
                (action_id <> 'do_nothing') asc nulls last,
                catalogue_order asc nulls last
        ) - 1 as action_number
    from actions
),

final as (
    select
        foreseen_values.policy,
        foreseen_values.customer_id,
        foreseen_values.foreseen_on,
        foreseen_values.action_id,
        cast(
            dense_rank() over (
                order by
                    foreseen_values.customer_id asc nulls last,
                    foreseen_values.foreseen_on asc nulls last
            ) as bigint
        ) as point_number,
        cast(numbered_actions.action_number as integer) as action_number,
        profiles.account_manager_id,
        foreseen_values.cost_amount,
        foreseen_values.decision_value_amount
    from foreseen_values
    inner join numbered_actions
        on foreseen_values.action_id = numbered_actions.action_id
    inner join profiles
        on foreseen_values.customer_id = profiles.customer_id
)

select * from final
