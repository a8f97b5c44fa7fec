with

options as (
    select * from {{ ref('int_allocation_options_listed') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

-- What chance or a challenger settles is paid for before.
settled as (
    select
        allocated.customer_id,
        allocated.action_id,
        cast(allocated.cost_amount as double) as cost_amount
    from allocated
    inner join policies
        on allocated.policy = policies.live_policy
    where allocated.is_exploration or allocated.is_challenged
),

-- An action that is not expected to earn anything is no option.
open_options as (
    select
        options.customer_id,
        options.customer_number,
        options.action_id,
        options.action_number,
        cast(options.cost_amount as double) as cost_amount,
        cast(options.decision_value_amount as double) as value_amount
    from options
    inner join policies
        on options.policy = policies.live_policy
    where
        not options.is_explorer and not options.is_challenged
        and options.decision_value_amount > 0
),

arrivals as (
    select
        customer_id,
        row_number() over (
            order by
                md5(
                    concat_ws('|', '{{ var('nba_assignment_salt') }}', 'arrival', customer_id)
                ) asc nulls last,
                customer_id asc nulls last
        ) as arrival_number
    from (select distinct customer_id from open_options) as customers
),

needed as (
    {% for table in ['open_options', 'settled'] %}
    select
        '{{ table }}' as kind,
        {{ table }}.customer_id,
        {{ table }}.action_id,
        'budget' as resource_id,
        {{ table }}.cost_amount as amount
    from {{ table }}

    union all

    select
        '{{ table }}' as kind,
        {{ table }}.customer_id,
        {{ table }}.action_id,
        resource_use.resource_id,
        cast(resource_use.amount as double) as amount
    from {{ table }}
    inner join resource_use
        on {{ table }}.action_id = resource_use.action_id
    {% if not loop.last %}

    union all

    {% endif %}
    {% endfor %}
),

live_prices as (
    select
        prices.*,
        row_number() over (
            order by prices.resource_id asc nulls last, prices.account_manager_id asc nulls last
        ) - 1 as resource_number
    from prices
    inner join policies
        on prices.policy = policies.live_policy
),

priced as (
    select
        needed.*,
        live_prices.resource_number,
        live_prices.price,
        live_prices.use_amount,
        live_prices.maximum_amount
    from needed
    inner join profiles
        on needed.customer_id = profiles.customer_id
    inner join live_prices
        on
            needed.resource_id = live_prices.resource_id
            and live_prices.account_manager_id in ('all', profiles.account_manager_id)
),

settled_use as (
    select
        resource_number,
        {{ exact_sum('amount') }} as settled_amount
    from priced
    where kind = 'settled'
    group by resource_number
),

-- What has a price is spared for those who come up later: of it there is what the prices let today
-- have.
final as (
    select
        arrivals.arrival_number,
        open_options.customer_number,
        open_options.action_number,
        open_options.value_amount,
        priced.resource_number,
        priced.amount,
        round(
            case when priced.price > 0 then priced.use_amount else priced.maximum_amount end
            - coalesce(settled_use.settled_amount, 0),
            4
        ) as available_amount
    from priced
    inner join open_options
        on
            priced.customer_id = open_options.customer_id
            and priced.action_id = open_options.action_id
    inner join arrivals
        on priced.customer_id = arrivals.customer_id
    left join settled_use
        on priced.resource_number = settled_use.resource_number
    where priced.kind = 'open_options'
)

select * from final
