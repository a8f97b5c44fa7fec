{% macro churn_as_known(dates) -%}
    {# The latest score before each day; needs a CTE churn_scores. #}
    select
        {{ dates }}.customer_id,
        {{ dates }}.as_of_date,
        max_by(churn_scores.churn_probability, churn_scores.scored_on) as churn_probability
    from {{ dates }}
    inner join churn_scores
        on
            {{ dates }}.customer_id = churn_scores.customer_id
            and {{ dates }}.as_of_date > churn_scores.scored_on
    group by {{ dates }}.customer_id, {{ dates }}.as_of_date
{%- endmacro %}
