{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
{% set alert_z = normal_quantile(1 - number_var('nba_health_significance_level') / 2) %}
{% set least_ratio = number_var('nba_disparate_impact_ratio') %}
with

counts as (
    select * from {{ ref('int_group_actions_counted') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

rated as (
    select
        *,
        cast(recommended_count as double) / customer_count as rate,
        cast(missed_count as double) / nullif(benefiting_count, 0) as false_negative_rate
    from counts
),

-- The group that gets it most often is what the others are compared with; of equals the larger one.
favoured as (
    select
        *,
        row_number() over (
            partition by attribute, action_id
            order by rate desc nulls last, customer_count desc nulls last, group_name asc nulls last
        ) as favour_order
    from rated
),

compared as (
    select
        favoured.*,
        reference_groups.group_name as reference_group_name,
        favoured.rate / nullif(reference_groups.rate, 0) as impact_ratio,
        -- Walter (1975): half a customer more in every count, so that none is no infinity.
        ln((favoured.recommended_count + 0.5) / (favoured.customer_count + 0.5))
        - ln((reference_groups.recommended_count + 0.5) / (reference_groups.customer_count + 0.5))
            as log_ratio,
        sqrt(
            1 / (favoured.recommended_count + 0.5) - 1 / (favoured.customer_count + 0.5)
            + 1 / (reference_groups.recommended_count + 0.5)
            - 1 / (reference_groups.customer_count + 0.5)
        ) as log_error
    from favoured
    inner join favoured as reference_groups
        on
            favoured.attribute = reference_groups.attribute
            and favoured.action_id = reference_groups.action_id
            and reference_groups.favour_order = 1
),

-- Among many groups some differ by chance: an alert has to be surer than an interval.
judged as (
    select
        *,
        case
            when
                favour_order > 1 and impact_ratio < {{ least_ratio }}
                and exp(log_ratio + {{ alert_z }} * log_error) < {{ least_ratio }}
                then
                    case
                        when is_protected and action_id = 'any' then 'critical'
                        when is_protected or action_id = 'any' then 'warning'
                        else 'none'
                    end
            else 'none'
        end as severity,
        {{ wilson_bounds('false_negative_rate', 'nullif(benefiting_count, 0)', z) }}
    from compared
),

final as (
    select
        cast(calendar.as_of_date as date) as as_of_date,
        cast(judged.attribute as varchar) as attribute,
        cast(judged.is_protected as boolean) as is_protected,
        cast(judged.group_name as varchar) as group_name,
        cast(judged.action_id as varchar) as action_id,
        cast(judged.customer_count as bigint) as customer_count,
        cast(judged.recommended_count as bigint) as recommended_count,
        cast(judged.rate as double) as rate,
        cast(
            judged.expected_value_amount / nullif(judged.recommended_count, 0) as double
        ) as mean_expected_value_amount,
        cast(judged.reference_group_name as varchar) as reference_group_name,
        cast(judged.impact_ratio as double) as impact_ratio,
        cast(
            case
                when judged.favour_order > 1
                    then exp(judged.log_ratio - {{ z }} * judged.log_error)
            end as double
        ) as impact_ratio_lower,
        cast(
            case
                when judged.favour_order > 1
                    then exp(judged.log_ratio + {{ z }} * judged.log_error)
            end as double
        ) as impact_ratio_upper,
        cast(judged.benefiting_count as bigint) as benefiting_count,
        cast(judged.false_negative_rate as double) as false_negative_rate,
        cast(
            case when judged.benefiting_count > 0 then judged.wilson_lower end as double
        ) as false_negative_rate_lower,
        cast(
            case when judged.benefiting_count > 0 then judged.wilson_upper end as double
        ) as false_negative_rate_upper,
        cast(judged.severity as varchar) as severity,
        cast(
            case
                when judged.severity <> 'none'
                    then
                        judged.group_name || ' gets it for ' || {{ format_points('judged.rate') }}
                        || ' % of the customers, ' || {{ format_points('judged.impact_ratio') }}
                        || ' % of the rate of ' || judged.reference_group_name
                        || ', which is below '
                        || '{{ (100 * least_ratio) | round(1) }} % beyond doubt.'
            end as varchar
        ) as sentence
    from judged
    cross join calendar
)

select * from final
