with

units as (
    select
        unit_id,
        customer_id,
        as_of_date
    from {{ ref('int_uplift_training_rows') }}
),

valued as (
    select * from {{ ref('int_learner_actions_valued') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

race as (
    select * from {{ ref('learner_policy_values') }}
),

segments as (
    select * from {{ ref('int_trial_segments_formed') }}
),

tree_actions as (
    select * from {{ ref('ml_policy_tree') }}
    where record = 'unit'
),

-- Scores of learners that have not seen the unit.
uplift_v2 as (
    select
        'uplift_v2' as policy,
        valued.unit_id,
        valued.action_id,
        valued.catalogue_order,
        valued.cost_amount,
        valued.value_amount
    from valued
    inner join race
        on valued.learner = race.learner
    where race.is_champion
),

-- The best evidence of what units got: a model that won its race, or the average effect.
auto as (
    select
        'auto' as policy,
        valued.unit_id,
        valued.action_id,
        valued.catalogue_order,
        valued.cost_amount,
        valued.value_amount
    from valued
    inner join race
        on
            valued.learner
            = case when race.learner = 'propensity' then 'constant_effect' else race.learner end
    where race.is_champion
),

propensity_v1 as (
    select
        'propensity_v1' as policy,
        unit_id,
        action_id,
        catalogue_order,
        cost_amount,
        value_amount
    from valued
    where learner = 'propensity'
),

business_as_usual as (
    select
        'business_as_usual' as policy,
        valued.unit_id,
        valued.action_id,
        valued.catalogue_order,
        valued.cost_amount,
        valued.value_amount
    from valued
    inner join actions
        on valued.action_id = actions.action_id
    inner join units
        on valued.unit_id = units.unit_id
    inner join segments
        on
            units.customer_id = segments.customer_id
            and units.as_of_date = segments.as_of_date
    where
        valued.learner = 'propensity'
        and (
            segments.action_id in (actions.action_id, actions.base_action_id)
            or valued.action_id = 'do_nothing'
        )
),

-- The leaf of a tree that was grown without the unit.
policy_tree as (
    select
        'policy_tree' as policy,
        valued.unit_id,
        valued.action_id,
        valued.catalogue_order,
        valued.cost_amount,
        cast(
            case
                when valued.action_id = 'do_nothing' then 0
                else tree_actions.value_amount
            end as decimal(18, 4)
        ) as value_amount
    from valued
    inner join tree_actions
        on valued.unit_id = tree_actions.path
    where
        valued.learner = 'constant_effect'
        and (valued.action_id = tree_actions.action_id or valued.action_id = 'do_nothing')
),

do_nothing as (
    select
        'do_nothing' as policy,
        unit_id,
        action_id,
        catalogue_order,
        cost_amount,
        value_amount
    from valued
    where learner = 'constant_effect' and action_id = 'do_nothing'
),

options as (
    select * from uplift_v2
    union all
    select * from propensity_v1
    union all
    select * from business_as_usual
    union all
    select * from policy_tree
    union all
    select * from auto
    union all
    select * from do_nothing
),

-- Weighted as in decisions.
final as (
    select
        options.policy,
        options.unit_id,
        options.action_id,
        options.catalogue_order,
        options.cost_amount,
        cast(options.value_amount * actions.business_weight as decimal(18, 4)) as value_amount
    from options
    inner join actions
        on options.action_id = actions.action_id
)

select * from final
