with

{% if var('nba_as_of_date') %}
final as (
    select cast('{{ var("nba_as_of_date") }}' as date) as as_of_date
)
{% else %}
{# A fact counts only for days after it: the newest one is used the day after. #}
{% set fact_dates = [
    ('stg_raw__usage', add_days('try_cast(week_start_on as date)', 6)),
    ('stg_raw__support_tickets', 'try_cast(opened_at as date)'),
    ('stg_raw__survey_responses', 'try_cast(responded_at as date)'),
    ('stg_raw__churn_scores', 'try_cast(scored_on as date)'),
    ('stg_raw__action_history', 'try_cast(performed_at as date)'),
    ('stg_raw__experiment_assignments', 'try_cast(assigned_at as date)'),
    ('stg_raw__outcomes', 'try_cast(observed_at as date)'),
    ('stg_raw__customer_outcomes', 'try_cast(observed_at as date)'),
] %}
newest_facts as (
    {% for model, fact_date in fact_dates %}
    select max({{ fact_date }}) as newest_on from {{ ref(model) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select {{ add_days('max(newest_on)', 1) }} as as_of_date
    from newest_facts
)
{% endif %}

select * from final
