-- Who is underserved is who is up for a decision and gets nothing, and nobody else.
select
    recommendations.customer_id as recommended_customer_id,
    underserved.customer_id as underserved_customer_id
from
    (
        select customer_id
        from {{ ref('recommendations') }}
        where action_id = 'do_nothing' and decision_state = 'made'
    ) as recommendations
full outer join {{ ref('underserved_customers') }} as underserved
    on recommendations.customer_id = underserved.customer_id
where recommendations.customer_id is null or underserved.customer_id is null
