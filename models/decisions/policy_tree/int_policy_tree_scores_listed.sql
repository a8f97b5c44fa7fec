with

valued as (
    select * from {{ ref('int_learner_actions_valued') }}
),

-- Every learner is judged by the same scores; this one is always in the race.
final as (
    select
        unit_id,
        action_id,
        judged_value_amount
    from valued
    where learner = 'constant_effect'
)

select * from final
