-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_survey_responses_checked') }}
),

final as (
    select
        response_id,
        customer_id,
        responded_at,
        nps_score
    from checked
    where rejection_rule is null
)

select * from final
