with

proposals as (
    select * from {{ ref('experiment_proposals') }}
    where is_worth_its_price
),

customers as (
    select * from {{ ref('int_proposal_customers_ranked') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

assigned_customers as (
    select distinct customer_id from {{ ref('experiment_assignments') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
    where account_manager_id <> 'all'
),

-- How many customers of each account manager the action could reach.
manager_limits as (
    select
        resource_use.action_id,
        limits.account_manager_id,
        min(floor(limits.maximum_amount / resource_use.amount)) as customer_count
    from resource_use
    inner join limits
        on resource_use.resource_id = limits.resource_id
    where resource_use.amount > 0 and limits.maximum_amount is not null
    group by resource_use.action_id, limits.account_manager_id
),

-- Nobody is in two experiments: each customer is drawn to one of those that are open to them.
drawn as (
    select
        proposals.experiment_id,
        proposals.action_id,
        proposals.unit_count,
        customers.customer_id,
        strata.stratum,
        profiles.account_manager_id,
        profiles.as_of_date,
        {{ assignment_draw('proposals.experiment_id', 'customers.customer_id') }} as draw,
        row_number() over (
            partition by customers.customer_id
            order by
                {{ assignment_draw(
                    "'which|' || proposals.experiment_id", 'customers.customer_id'
                ) }} asc nulls last,
                proposals.experiment_id asc nulls last
        ) as experiment_order
    from proposals
    inner join customers
        on proposals.action_id = customers.action_id
    inner join strata
        on customers.customer_id = strata.customer_id
    inner join profiles
        on customers.customer_id = profiles.customer_id
    left join assigned_customers
        on customers.customer_id = assigned_customers.customer_id
    where assigned_customers.customer_id is null
),

-- Even if all of an account manager's customers got the action, their time would do.
within_managers as (
    select
        drawn.*,
        row_number() over (
            partition by drawn.experiment_id, drawn.account_manager_id
            order by drawn.draw asc nulls last, drawn.customer_id asc nulls last
        ) as manager_position,
        manager_limits.customer_count as manager_customer_count
    from drawn
    left join manager_limits
        on
            drawn.action_id = manager_limits.action_id
            and drawn.account_manager_id = manager_limits.account_manager_id
    where drawn.experiment_order = 1
),

chosen as (
    select
        *,
        row_number() over (
            partition by experiment_id
            order by draw asc nulls last, customer_id asc nulls last
        ) as draw_position,
        count(*) over (partition by experiment_id) as candidate_count
    from within_managers
    where manager_customer_count is null or manager_position <= manager_customer_count
),

-- Whole pairs, in the order of the strata.
paired as (
    select
        *,
        row_number() over (
            partition by experiment_id
            order by stratum asc nulls last, draw asc nulls last, customer_id asc nulls last
        ) as pair_position
    from chosen
    where draw_position <= 2 * floor(least(unit_count, candidate_count) / 2)
),

-- A coin for each pair: its first customer gets the action, or its second.
tossed as (
    select
        *,
        pair_position % 2 = {{ hash_bucket(
            "concat_ws('|', '" ~ var('nba_assignment_salt') ~ "', 'pair', experiment_id, "
            ~ "cast(cast(ceil(pair_position / 2.0) as bigint) as varchar))", 2
        ) }} as is_treated
    from paired
),

final as (
    select
        cast(experiment_id as varchar) as experiment_id,
        cast(customer_id as varchar) as customer_id,
        cast(as_of_date as timestamp) as assigned_at,
        cast(case when is_treated then action_id else 'do_nothing' end as varchar) as arm,
        cast(case when is_treated then action_id else 'do_nothing' end as varchar) as action_id,
        cast(0.5 as double) as action_probability,
        cast(stratum as varchar) as stratum
    from tossed
)

select * from final
