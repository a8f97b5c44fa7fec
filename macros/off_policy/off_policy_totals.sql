{% macro off_policy_totals(terms, keys) -%}
    select
        {{ keys | join(', ') }},
        count(*) as unit_count,
        sum(case when weight > 0 then 1 else 0 end) as matched_unit_count,
        max(weight) as maximum_weight,
        {{ exact_sum('weight') }} as weight_total,
        {{ exact_sum('weight * weight') }} as weight_square_total,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        {{ exact_sum(estimator ~ '_term') }} as {{ estimator }}_total,
        {{ exact_sum(estimator ~ '_term * ' ~ estimator ~ '_term') }}
            as {{ estimator }}_square_total{{ "," if not loop.last }}
        {% endfor %}
    from {{ terms }}
    group by {{ keys | join(', ') }}
{%- endmacro %}
