-- Fails for customers of the holdout, or who opted out, in an audience that is to be contacted.
with

audiences as (
    select * from {{ ref('campaign_audiences') }}
    where not is_suppressed
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

do_not_contact as (
    select * from {{ ref('input_do_not_contact') }}
)

select
    audiences.customer_id,
    audiences.action_id
from audiences
left join holdout
    on audiences.customer_id = holdout.customer_id
left join do_not_contact
    on
        audiences.customer_id = do_not_contact.customer_id
        and do_not_contact.channel in ('all', audiences.channel)
where holdout.customer_id is not null or do_not_contact.customer_id is not null
