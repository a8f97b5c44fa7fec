{% set term = number_var('nba_subscription_term_months') %}
{% set grace = number_var('nba_renewal_grace_days') %}
{# More renewals than there can be in the time that is learnt from. #}
{% set history = number_var('nba_risk_history_days') %}
{% set renewal_count = (history / 28 / term) | round(0, 'ceil') | int + 2 %}
with

subscriptions as (
    select * from {{ ref('input_subscriptions') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

terms as (
    select numbers.term_number
    from ({{ number_rows(renewal_count) }}) as numbers (term_number)
),

-- A table without an end before a day may not have kept those who left until then: it would tell
-- only who stayed.
known_since as (
    select min(subscriptions.ended_on) as first_ended_on
    from subscriptions
    cross join calendar
    where subscriptions.ended_on < calendar.as_of_date
),

anchored as (
    select
        subscriptions.customer_id,
        subscriptions.started_on,
        subscriptions.ended_on,
        calendar.as_of_date,
        -- Sources overwrite it when a customer renews: earlier ones lie whole terms before.
        coalesce(subscriptions.renews_on, subscriptions.started_on) as anchor_on,
        floor(
            {{ months_between(
                'coalesce(subscriptions.renews_on, subscriptions.started_on)',
                'calendar.as_of_date'
            ) }} / cast({{ term }} as double)
        ) as terms_passed
    from subscriptions
    cross join calendar
),

all_renewals as (
    select
        anchored.customer_id,
        anchored.started_on,
        anchored.ended_on,
        anchored.as_of_date,
        {{ add_months(
            'anchored.anchor_on',
            'cast((anchored.terms_passed - terms.term_number) * ' ~ term ~ ' as integer)'
        ) }} as renewal_on
    from anchored
    cross join terms
),

-- A term that an end has cut short is judged on the day it would have been renewed.
renewals as (
    select distinct
        all_renewals.customer_id,
        all_renewals.renewal_on
    from all_renewals
    cross join known_since
    where
        all_renewals.renewal_on > all_renewals.started_on
        and (
            all_renewals.ended_on is null
            or all_renewals.ended_on > {{ add_months('all_renewals.renewal_on', -term) }}
        )
        -- Who stays beyond the days of grace is known when these are over.
        and {{ add_days('all_renewals.renewal_on', grace) }} < all_renewals.as_of_date
        and all_renewals.renewal_on
        >= {{ add_days('all_renewals.as_of_date', -history) }}
        and {{ add_days('all_renewals.renewal_on', grace) }} >= known_since.first_ended_on
),

-- A customer goes on who has any subscription afterwards, be it a new one.
judged as (
    select
        renewals.customer_id,
        renewals.renewal_on,
        min(subscriptions.started_on) as customer_from,
        bool_or(
            subscriptions.ended_on is null
            or subscriptions.ended_on > {{ add_days('renewals.renewal_on', grace) }}
        ) as has_continued,
        max(subscriptions.ended_on) as last_ended_on
    from renewals
    inner join subscriptions
        on
            renewals.customer_id = subscriptions.customer_id
            and subscriptions.started_on <= {{ add_days('renewals.renewal_on', grace) }}
    group by renewals.customer_id, renewals.renewal_on
),

final as (
    select
        customer_id,
        renewal_on as observed_on,
        case when has_continued then 1 else 0 end as value,
        customer_from,
        case when not has_continued then last_ended_on end as customer_until
    from judged
)

select * from final
