-- What must be given has to fit before anything is trained.
-- depends_on: {{ ref('int_mandatory_use_summed') }}
with

actions as (
    select * from {{ ref('input_actions') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

successes as (
    select * from {{ ref('int_experiment_successes_listed') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

history_rows as (
    select
        'history|' || action_history.action_event_id as training_row_id,
        action_history.customer_id,
        cast(action_history.performed_at as date) as as_of_date,
        action_history.action_id,
        action_history.was_successful,
        'history' as source
    from action_history
    inner join actions
        on action_history.action_id = actions.action_id
    where actions.goal <> 'none'
),

actions_with_history as (
    select distinct action_id
    from history_rows
),

-- Where nobody ever took an action of their own accord, the experiment's own rows have to do.
experiment_rows as (
    select
        'experiment|' || successes.experiment_id || '|' || successes.customer_id as training_row_id,
        successes.customer_id,
        successes.as_of_date,
        successes.action_id,
        successes.value > 0 as was_successful,
        'experiment' as source
    from successes
    inner join actions
        on
            successes.action_id = actions.action_id
            and successes.goal = actions.goal
    left join actions_with_history
        on successes.action_id = actions_with_history.action_id
    where actions_with_history.action_id is null
),

all_rows as (
    select * from history_rows
    union all
    select * from experiment_rows
),

ranked_rows as (
    select
        *,
        row_number() over (
            partition by action_id order by md5(training_row_id) asc nulls last
        ) as rank_in_action
    from all_rows
),

-- More rows take long and hardly teach more; the hash draws them, those of rare actions first.
drawn_rows as (
    select *
    from ranked_rows
    qualify
        row_number() over (order by rank_in_action asc nulls last, action_id asc nulls last)
        <= {{ number_var('nba_propensity_row_limit') | int }}
),

final as (
    select
        drawn_rows.training_row_id,
        drawn_rows.customer_id,
        drawn_rows.as_of_date,
        drawn_rows.action_id,
        drawn_rows.was_successful,
        drawn_rows.source,
        {{ feature_columns('features') }}
        -- By customer, so that no customer is in two folds.
        {{ hash_bucket('drawn_rows.customer_id', var('nba_propensity_fold_count')) }} as fold
    from drawn_rows
    inner join features
        on
            drawn_rows.customer_id = features.customer_id
            and drawn_rows.as_of_date = features.as_of_date
)

select * from final
