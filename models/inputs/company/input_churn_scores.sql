-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_churn_scores_checked') }}
),

final as (
    select
        customer_id,
        scored_on,
        churn_probability
    from checked
    where rejection_rule is null
)

select * from final
