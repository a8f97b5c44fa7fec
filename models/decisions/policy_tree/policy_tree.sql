{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

tree as (
    select * from {{ ref('ml_policy_tree') }}
),

valued as (
    select * from {{ ref('learner_policy_values') }}
),

budgets as (
    select * from {{ ref('int_learner_budgets_scaled') }}
),

champions as (
    select
        max(learner) as champion_learner,
        max(policy_value_amount) as champion_value_amount
    from valued
    where is_champion
),

final as (
    select
        cast(tree.case_expression as varchar) as case_expression,
        cast(tree.unit_count as bigint) as unit_count,
        cast(tree.value_amount * budgets.active_customer_count as decimal(18, 2))
            as policy_value_amount,
        cast(
            (tree.value_amount - {{ z }} * tree.value_error_amount)
            * budgets.active_customer_count as decimal(18, 2)
        ) as policy_value_lower_amount,
        cast(
            (tree.value_amount + {{ z }} * tree.value_error_amount)
            * budgets.active_customer_count as decimal(18, 2)
        ) as policy_value_upper_amount,
        cast(champions.champion_learner as varchar) as champion_learner,
        cast(champions.champion_value_amount as decimal(18, 2)) as champion_value_amount
    from tree
    cross join budgets
    cross join champions
    where tree.record = 'tree'
)

select * from final
