with

profiles as (
    select * from {{ ref('customer_profile') }}
),

customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_due or is_foreseen or has_standing_decision
),

actions as (
    select * from {{ ref('input_actions') }}
    -- Such an action is given by its treatments alone.
    where not coalesce(has_treatments, false)
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

blocks as (
    select * from {{ ref('int_action_blocks_listed') }}
),

block_reasons as (
    select
        customer_id,
        action_id,
        string_agg(reason, '; ' order by block_id asc nulls last) as reasons
    from blocks
    group by customer_id, action_id
),

judged as (
    select
        profiles.customer_id,
        actions.action_id,
        profiles.as_of_date,
        customers.is_due,
        customers.is_foreseen,
        concat_ws(
            '; ',
            case
                when holdout.customer_id is not null
                    then 'the customer is in the global holdout'
            end,
            case when not actions.is_enabled then 'the action is disabled' end,
            case
                when actions.available_from > profiles.as_of_date
                    then
                        'the action is available from '
                        || cast(actions.available_from as varchar)
            end,
            case
                when actions.available_until < profiles.as_of_date
                    then
                        'the action was available until '
                        || cast(actions.available_until as varchar)
            end,
            case
                when actions.is_mandatory
                    then 'the action is mandatory, and given beside what is recommended'
            end,
            block_reasons.reasons
        ) as blocked_reason
    from profiles
    inner join customers
        on profiles.customer_id = customers.customer_id
    cross join actions
    left join holdout
        on profiles.customer_id = holdout.customer_id
    left join block_reasons
        on
            profiles.customer_id = block_reasons.customer_id
            and actions.action_id = block_reasons.action_id
),

final as (
    select
        customer_id,
        action_id,
        as_of_date,
        is_due,
        is_foreseen,
        -- Doing nothing is always possible.
        blocked_reason = '' or action_id = 'do_nothing' as is_eligible,
        case when action_id <> 'do_nothing' then nullif(blocked_reason, '') end as blocked_reason
    from judged
)

select * from final
