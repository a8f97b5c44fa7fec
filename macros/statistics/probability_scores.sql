{% macro probability_scores(relation, group_by, label, probability) -%}
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
            *,
            positive_count / cast(row_count as double) as success_rate,
            -- Area under the ROC curve from ranks (Mann and Whitney, 1947).
            (positive_rank_sum - positive_count * (positive_count + 1) / 2.0)
            / nullif(cast(positive_count as double) * negative_count, 0) as auc
        from (
            select
                {{ groups }},
                count(*) as row_count,
                sum(case when {{ label }} then 1 else 0 end) as positive_count,
                sum(case when {{ label }} then 0 else 1 end) as negative_count,
                sum(case when {{ label }} then mean_rank else 0 end) as positive_rank_sum,
                {{ exact_mean(
                    'case when ' ~ label ~ ' then -ln(clipped_probability)'
                    ~ ' else -ln(1 - clipped_probability) end'
                ) }} as log_loss,
                {{ exact_mean(
                    'power(' ~ probability ~ ' - case when ' ~ label ~ ' then 1 else 0 end, 2)'
                ) }} as brier_score
            from (
                select
                    *,
                    least(greatest({{ probability }}, 1e-15), 1 - 1e-15) as clipped_probability,
                    -- Rows of equal probability share the mean of their ranks.
                    rank() over (
                        partition by {{ groups }} order by {{ probability }} asc nulls last
                    ) + (
                        count(*) over (partition by {{ groups }}, {{ probability }}) - 1
                    ) / 2.0 as mean_rank
                from {{ relation }}
            ) as ranked
            group by {{ groups }}
        ) as totals
    ) as with_auc
{%- endmacro %}
