with

{% if var('nba_as_of_date') %}
final as (
    select cast('{{ var("nba_as_of_date") }}' as date) as as_of_date
)
{% else %}
{# A fact counts only for days after it: the newest one is used the day after. #}
{% set fact_dates = [
    ('usage', add_days('try_cast(week_start_on as date)', 6)),
    ('support_tickets', 'try_cast(opened_at as date)'),
    ('survey_responses', 'try_cast(responded_at as date)'),
    ('churn_scores', 'try_cast(scored_on as date)'),
    ('action_history', 'try_cast(performed_at as date)'),
    ('experiment_assignments', 'try_cast(assigned_at as date)'),
    ('outcomes', 'try_cast(observed_at as date)'),
    ('customer_outcomes', 'try_cast(observed_at as date)'),
] %}
newest_facts as (
    {% for input, fact_date in fact_dates %}
    select max({{ fact_date }}) as newest_on from {{ staged_input(input) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- Where there is no other fact, the newest customer or contract is one.
newest_contracts as (
    select max(try_cast(signed_up_on as date)) as newest_on from {{ staged_input('customers') }}
    union all
    select max(try_cast(started_on as date)) as newest_on from {{ staged_input('subscriptions') }}
),

final as (
    select
        {{ add_days('coalesce(max(newest_facts.newest_on), max(newest_contracts.newest_on))', 1) }}
            as as_of_date
    from newest_facts
    cross join newest_contracts
)
{% endif %}

select * from final
