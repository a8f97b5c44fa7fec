{% macro probability_scores(relation, group_by, label, probability, weight='1') -%}
    {%- set groups = group_by | join(', ') -%}
    select
        *,
        -- Of always predicting the rate of success.
        -(
            coalesce(success_rate * ln(nullif(success_rate, 0)), 0)
            + coalesce((1 - success_rate) * ln(nullif(1 - success_rate, 0)), 0)
        ) as constant_log_loss
    from (
        select
            {{ groups }},
            count(*) as row_count,
            sum(case when {{ label }} then 1 else 0 end) as positive_count,
            sum(case when {{ label }} then 0 else 1 end) as negative_count,
            cast(sum(positive_weight) as double) / cast(sum(row_weight) as double) as success_rate,
            -- Area under the ROC curve: the share of pairs in the right order (Mann and Whitney, 1947).
            cast(sum(positive_weight * (
                2 * negative_weight_up_to_here - negative_weight_of_equals
            )) as double) / nullif(
                2 * cast(sum(positive_weight) as double) * cast(sum(negative_weight) as double), 0
            ) as auc,
            {{ exact_sum(
                'row_weight * case when ' ~ label ~ ' then -ln(clipped_probability)'
                ~ ' else -ln(1 - clipped_probability) end'
            ) }} / cast(sum(row_weight) as double) as log_loss,
            {{ exact_sum(
                'row_weight * power(' ~ probability ~ ' - case when ' ~ label ~ ' then 1 else 0 end, 2)'
            ) }} / cast(sum(row_weight) as double) as brier_score
        from (
            select
                *,
                least(greatest({{ probability }}, 1e-15), 1 - 1e-15) as clipped_probability,
                -- Pairs of equal probability count half.
                sum(negative_weight) over (
                    partition by {{ groups }} order by {{ probability }} asc nulls last
                ) as negative_weight_up_to_here,
                sum(negative_weight) over (
                    partition by {{ groups }}, {{ probability }}
                ) as negative_weight_of_equals
            from (
                select
                    *,
                    cast({{ weight }} as decimal(18, 6)) as row_weight,
                    case when {{ label }} then cast({{ weight }} as decimal(18, 6)) else 0 end
                        as positive_weight,
                    case when {{ label }} then 0 else cast({{ weight }} as decimal(18, 6)) end
                        as negative_weight
                from {{ relation }}
            ) as weighted
        ) as ranked
        group by {{ groups }}
    ) as totals
{%- endmacro %}
