with

scores as (
    select * from {{ ref('ml_uplift_scores') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- A treatment that was not learnt of its own has the scores of its action.
known as (
    select
        customer_id,
        action_id,
        goal,
        uplift,
        uplift_lower,
        uplift_upper,
        baseline_mean,
        baseline_probability,
        learner,
        model_version
    from scores

    union all

    {{ inherited_evidence(
        'scores',
        [
            'customer_id', 'action_id', 'goal', 'uplift', 'uplift_lower', 'uplift_upper',
            'baseline_mean', 'baseline_probability', 'learner', 'model_version',
        ],
    ) }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(uplift as double) as uplift,
        cast(uplift_lower as double) as uplift_lower,
        cast(uplift_upper as double) as uplift_upper,
        cast(baseline_mean as double) as baseline_mean,
        cast(baseline_probability as double) as baseline_probability,
        cast(learner as varchar) as learner,
        cast(model_version as varchar) as model_version
    from known
)

select * from final
