{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- Everything that is published must have passed its tests before a decision counts as made.
{% for table in public_tables_before_decisions_are_logged() %}
-- depends_on: {{ ref_public_table(table) }}
{% endfor %}
with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

live_probabilities as (
    select * from {{ ref('int_live_probabilities_computed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

thompson_probabilities as (
    select * from {{ ref('int_thompson_probabilities_counted') }}
),

customer_goals as (
    select * from {{ ref('int_customer_goals_valued') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state = 'made'
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

exploration_probabilities as (
    select * from {{ ref('int_exploration_probabilities_computed') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

-- Prices of single account managers are in resource_prices and decision_trace.
policy_prices as (
    select
        policy,
        {{ as_json_object('resource_id', 'round(price - minimum_price, 6)') }} as resource_prices
    from prices
    where account_manager_id = 'all'
    group by policy
),

goal_values as (
    select
        customer_id,
        {{ as_json_object('goal', 'value_amount') }} as goal_values
    from customer_goals
    group by customer_id
),

-- What an explorer like this customer would have been given, and how likely.
explored as (
    select
        customer_id,
        {{ as_json_object('action_id', 'explored_probability / customer_probability') }}
            as explored_probabilities
    from (
        select
            customer_id,
            action_id,
            explored_probability,
            sum(explored_probability) over (partition by customer_id) as customer_probability
        from exploration_probabilities
        where explored_probability > 0
    ) as possible
    group by customer_id
),

-- What was promised of each of these, to be held against what came of the draw.
explored_promises as (
    select
        exploration_probabilities.customer_id,
        {{ as_json_object('exploration_probabilities.action_id', 'action_values.uplift') }}
            as explored_uplifts
    from exploration_probabilities
    cross join policies
    inner join action_values
        on
            policies.live_policy = action_values.policy
            and exploration_probabilities.customer_id = action_values.customer_id
            and exploration_probabilities.action_id = action_values.action_id
    where
        exploration_probabilities.explored_probability > 0
        and exploration_probabilities.action_id <> 'do_nothing'
        and action_values.uplift is not null
    group by exploration_probabilities.customer_id
),

model_versions as (
    select
        (select max(model_version) from uplift_scores) as uplift_version,
        (select max(model_version) from propensity_scores) as propensity_version
),

described as (
    select
        calendar.as_of_date,
        allocated.customer_id,
        allocated.policy,
        allocated.policy = live_probabilities.live_policy as is_live,
        case
            when allocated.policy = live_probabilities.live_policy then live_probabilities.role
            else 'shadow'
        end as role,
        allocated.action_id,
        -- What the policy would have done without chance or a challenger.
        case
            when allocated.policy = live_probabilities.live_policy
                then live_probabilities.champion_action_id
            else allocated.action_id
        end as policy_action_id,
        live_probabilities.live_action_id,
        live_probabilities.action_probability as live_probability,
        live_probabilities.open_action_count,
        live_probabilities.explored_action_probability,
        allocated.expected_value_amount,
        allocated.cost_amount,
        goal_values.goal_values,
        strata.stratum,
        policy_prices.resource_prices,
        case
            when allocated.policy in ('uplift_v2', 'policy_tree', 'auto')
                then model_versions.uplift_version
            when allocated.policy in ('propensity_v1', 'business_as_usual')
                then model_versions.propensity_version
        end as model_version
    from allocated
    inner join live_probabilities
        on allocated.customer_id = live_probabilities.customer_id
    inner join strata
        on allocated.customer_id = strata.customer_id
    left join goal_values
        on allocated.customer_id = goal_values.customer_id
    left join policy_prices
        on allocated.policy = policy_prices.policy
    cross join model_versions
    cross join calendar
),

-- All policies but one are certain of what they do.
with_probabilities as (
    select
        described.*,
        case
            when described.policy = 'thompson_sampling'
                then coalesce(own_probabilities.action_probability, 0)
            else 1
        end as own_probability,
        case
            when described.policy = 'thompson_sampling'
                then coalesce(of_live_action.action_probability, 0)
            when described.policy_action_id = described.live_action_id then 1
            else 0
        end as live_action_probability
    from described
    left join thompson_probabilities as own_probabilities
        on
            described.customer_id = own_probabilities.customer_id
            and described.action_id = own_probabilities.action_id
    left join thompson_probabilities as of_live_action
        on
            described.customer_id = of_live_action.customer_id
            and described.live_action_id = of_live_action.action_id
),

-- What is told of a decision stands beside what was recommended, and not beside the shadows.
decided as (
    select
        with_probabilities.as_of_date,
        cast(with_probabilities.as_of_date as timestamp) as decided_at,
        with_probabilities.customer_id,
        with_probabilities.policy,
        with_probabilities.role,
        with_probabilities.is_live,
        with_probabilities.action_id,
        case
            when with_probabilities.is_live then with_probabilities.live_probability
            else with_probabilities.own_probability
        end as action_probability,
        with_probabilities.open_action_count,
        with_probabilities.explored_action_probability,
        with_probabilities.policy_action_id,
        with_probabilities.live_action_probability,
        with_probabilities.expected_value_amount,
        with_probabilities.cost_amount,
        with_probabilities.goal_values,
        with_probabilities.stratum,
        with_probabilities.resource_prices,
        recommendations.decision_triggers,
        case when with_probabilities.role = 'exploration' then explored.explored_probabilities end
            as explored_probabilities,
        case
            when with_probabilities.role = 'exploration' then explored_promises.explored_uplifts
        end as explored_uplifts,
        case when with_probabilities.is_live then profiles.churn_probability end
            as churn_probability,
        recommendations.segment,
        recommendations.uplift_type,
        recommendations.success_probability,
        recommendations.uplift,
        recommendations.evidence,
        recommendations.runner_up_action_id,
        recommendations.binding_resource_id,
        recommendations.reason,
        with_probabilities.model_version
    from with_probabilities
    inner join profiles
        on with_probabilities.customer_id = profiles.customer_id
    left join recommendations
        on
            with_probabilities.customer_id = recommendations.customer_id
            and with_probabilities.is_live
    left join explored
        on with_probabilities.customer_id = explored.customer_id
    left join explored_promises
        on with_probabilities.customer_id = explored_promises.customer_id
),

{% if is_incremental() %}
numbered_batches as (
    select
        as_of_date,
        max(batch_number) as batch_number
    from {{ this }}
    group by as_of_date
),

-- What was logged last for this day.
logged as (
    select log.*
    from {{ this }} as log
    inner join numbered_batches
        on
            log.as_of_date = numbered_batches.as_of_date
            and log.batch_number = numbered_batches.batch_number
),

differences as (
    select count(*) as difference_count
    from decided
    left join logged
        on
            decided.as_of_date = logged.as_of_date
            and decided.policy = logged.policy
            and decided.customer_id = logged.customer_id
            and decided.action_id = logged.action_id
            and decided.role = logged.role
            and cast(decided.action_probability as double) = logged.action_probability
            and cast(decided.expected_value_amount as decimal(18, 4))
            = logged.expected_value_amount
    where logged.decision_id is null
),

next_batches as (
    select
        (select coalesce(max(batch_number), 0) + 1 from numbered_batches) as batch_number,
        (select difference_count from differences) > 0
        or (select count(*) from decided)
        <> (
            select count(*) from logged
            where logged.as_of_date in (select decided.as_of_date from decided)
        ) as is_new
),
{% else %}
next_batches as (
    select
        1 as batch_number,
        true as is_new
),
{% endif %}

final as (
    select
        cast(
            md5(
                concat_ws(
                    '|', cast(decided.as_of_date as varchar),
                    cast(next_batches.batch_number as varchar), decided.policy, decided.customer_id
                )
            ) as varchar
        ) as decision_id,
        cast(next_batches.batch_number as integer) as batch_number,
        {% for column in decision_log_columns()[2:-1] %}
        cast(decided.{{ column.name }} as {{ column.type }}) as {{ column.name }},
        {% endfor %}
        cast(decided.reason as varchar) as reason
    from decided
    cross join next_batches
    -- What is in the log already is not added, and what is not published is not acted on.
    where next_batches.is_new and {{ is_whole_build() }}
)

select * from final
