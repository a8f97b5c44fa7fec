with

source as (
    {{ raw_table('survey_responses') }}
),

final as (
    select
        response_id,
        customer_id,
        responded_at,
        nps_score
    from source
)

select * from final
