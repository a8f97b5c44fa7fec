{% set least_association = number_var('nba_proxy_association') %}
{% set limit = number_var('nba_drift_unit_limit') | int %}
{% set features = model_features(var('nba_features_model')) if execute else [] %}
-- The linter sees no features, and so no use of some CTEs.
-- depends_on: {{ ref(var('nba_features_model')) }}
with

groups as (
    select * from {{ ref('int_sensitive_groups_listed') }}
),

features_of_today as (
    select * from {{ ref('int_features_to_score') }}
),

sampled as ( -- noqa: ST03
    select *
    from features_of_today
    qualify
        row_number() over (order by md5(customer_id) asc nulls last)
        <= {{ limit }}
),

features_ranked as (
    select
        customer_id,
        cast(null as varchar) as feature_name,
        cast(null as boolean) as is_missing,
        cast(null as double) as value_rank,
        cast(null as varchar) as category
    from features_of_today
    where false

    {% for feature in features %}
    union all

    select
        customer_id,
        '{{ feature.name }}' as feature_name,
        {% if feature.type == 'numeric' %}
        {{ feature.name }} is null as is_missing,
        percent_rank() over (order by {{ feature.name }} asc nulls last) as value_rank,
        null as category
        {% else %}
        {{ feature.name }} is null as is_missing,
        null as value_rank,
        cast({{ feature.name }} as varchar) as category
        {% endif %}
    from sampled
    {% endfor %}
),

-- Numbers by their tenths: equal ones are in one.
features_binned as (
    select
        customer_id,
        feature_name,
        case
            when is_missing then 'missing'
            else coalesce(category, cast(floor(10 * least(value_rank, 0.999)) as varchar))
        end as bin
    from features_ranked
),

cells as (
    select
        groups.attribute,
        groups.is_protected,
        features_binned.feature_name,
        groups.group_name,
        features_binned.bin,
        count(*) as cell_count
    from groups
    inner join features_binned
        on groups.customer_id = features_binned.customer_id
    where groups.attribute <> features_binned.feature_name
    group by
        groups.attribute, groups.is_protected, features_binned.feature_name, groups.group_name,
        features_binned.bin
),

margins as (
    select
        *,
        sum(cell_count) over (partition by attribute, feature_name) as total_count,
        sum(cell_count) over (partition by attribute, feature_name, group_name) as group_count,
        sum(cell_count) over (partition by attribute, feature_name, bin) as bin_count
    from cells
),

-- Chi-square over the number of customers, from the cells that are not empty.
associations as (
    select
        attribute,
        is_protected,
        feature_name,
        max(total_count) as customer_count,
        count(distinct group_name) as group_count,
        count(distinct bin) as bin_count,
        {{ exact_sum(
            'power(cast(cell_count as double), 2) / (cast(group_count as double) * bin_count)'
        ) }} - 1 as mean_square_contingency
    from margins
    group by attribute, is_protected, feature_name
),

-- Cramér's V without the bias that many cells give it (Bergsma 2013).
corrected as (
    select
        *,
        greatest(
            mean_square_contingency
            - (group_count - 1.0) * (bin_count - 1.0) / nullif(customer_count - 1.0, 0), 0
        ) as corrected_contingency,
        least(
            group_count - power(group_count - 1.0, 2) / nullif(customer_count - 1.0, 0),
            bin_count - power(bin_count - 1.0, 2) / nullif(customer_count - 1.0, 0)
        ) - 1 as largest_contingency
    from associations
),

judged as (
    select
        *,
        case
            when group_count > 1 and bin_count > 1 and largest_contingency > 0
                then least(sqrt(corrected_contingency / largest_contingency), 1)
        end as association
    from corrected
),

final as (
    select
        cast(attribute as varchar) as attribute,
        cast(is_protected as boolean) as is_protected,
        cast(feature_name as varchar) as feature_name,
        cast(customer_count as bigint) as customer_count,
        cast(association as double) as association,
        cast(coalesce(association >= {{ least_association }}, false) as boolean) as is_proxy
    from judged
)

select * from final
