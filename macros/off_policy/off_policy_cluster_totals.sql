{% macro off_policy_cluster_totals(terms, keys) -%}
    {% set estimators = off_policy_estimators() | reject('equalto', 'snips') | list %}
    select
        {{ keys | join(', ') }},
        count(*) as cluster_count,
        sum(cluster_size * cluster_size) as cluster_size_square_total,
        {{ exact_sum('ips_sum * weight_sum') }} as weighted_ips_cluster_total,
        {{ exact_sum('weight_sum * weight_sum') }} as weight_cluster_square_total,
        {{ exact_sum('weight_sum * cluster_size') }} as weight_cluster_size_total,
        {% for estimator in estimators %}
        {{ exact_sum(estimator ~ '_sum * ' ~ estimator ~ '_sum') }}
            as {{ estimator }}_cluster_square_total,
        {{ exact_sum(estimator ~ '_sum * cluster_size') }}
            as {{ estimator }}_cluster_size_total{{ "," if not loop.last }}
        {% endfor %}
    from (
        select
            {{ keys | join(', ') }},
            cluster_id,
            count(*) as cluster_size,
            {# The sum of one value is the value to its last digit. #}
            case when count(*) = 1 then any_value(weight) else {{ exact_sum('weight') }} end
                as weight_sum,
            {% for estimator in estimators %}
            case
                when count(*) = 1 then any_value({{ estimator }}_term)
                else {{ exact_sum(estimator ~ '_term') }}
            end as {{ estimator }}_sum{{ "," if not loop.last }}
            {% endfor %}
        from {{ terms }}
        where cluster_id is not null
        group by {{ keys | join(', ') }}, cluster_id

        union all

        {# Units without a cluster are one each. #}
        select
            {{ keys | join(', ') }},
            cluster_id,
            1 as cluster_size,
            weight as weight_sum,
            {% for estimator in estimators %}
            {{ estimator }}_term as {{ estimator }}_sum{{ "," if not loop.last }}
            {% endfor %}
        from {{ terms }}
        where cluster_id is null
    ) as clusters
    group by {{ keys | join(', ') }}
{%- endmacro %}
