with

scores as (
    select * from {{ ref('ml_propensity_scores') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- A treatment that was not learnt of its own has the scores of its action.
known as (
    select
        customer_id,
        action_id,
        success_probability,
        model_version
    from scores

    union all

    {{ inherited_evidence(
        'scores',
        [
            'customer_id', 'action_id', 'success_probability', 'model_version',
        ],
    ) }}
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(success_probability as double) as success_probability,
        cast(model_version as varchar) as model_version
    from known
)

select * from final
