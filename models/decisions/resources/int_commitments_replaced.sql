with

commitments as (
    select * from {{ ref('int_resource_commitments_listed') }}
    where is_open
),

states as (
    select * from {{ ref('decision_states') }}
),

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

due_customers as (
    select distinct customer_id
    from options
),

-- Who is decided on today no longer needs what was decided before.
final as (
    select
        commitments.resource_id,
        commitments.account_manager_id,
        cast(sum(commitments.amount) as double) as replaced_amount
    from commitments
    inner join states
        on commitments.decision_id = states.decision_id
    inner join due_customers
        on states.customer_id = due_customers.customer_id
    group by commitments.resource_id, commitments.account_manager_id
)

select * from final
