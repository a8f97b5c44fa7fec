with

customers as (
    select * from {{ ref('int_proposal_customers_ranked') }}
),

evidence as (
    select * from {{ ref('action_evidence') }}
),

treatable as (
    select * from {{ ref('int_treatable_customers_counted') }}
),

population as (
    select * from {{ ref('int_population_scaled') }}
),

totals as (
    select
        customers.action_id,
        round(count(*) * max(population.customers_per_point)) as eligible_count,
        {{ exact_mean('baseline_probability') }} as baseline_probability,
        {{ exact_mean('cost_amount') }} as mean_cost_amount,
        {{ exact_mean('success_value_amount') }} as mean_value_amount,
        {{ exact_mean('caused_value_amount') }} as mean_caused_value_amount,
        {{ exact_mean('recommended_value_amount') }} as mean_recommended_value_amount
    from customers
    cross join population
    group by customers.action_id
),

final as (
    select
        totals.action_id,
        evidence.posterior_success_count as prior_success_count,
        evidence.posterior_failure_count as prior_failure_count,
        totals.baseline_probability,
        cast(totals.eligible_count as bigint) as eligible_count,
        cast(
            least(
                totals.eligible_count, coalesce(treatable.customer_count, totals.eligible_count)
            ) as bigint
        ) as treatable_count,
        totals.mean_cost_amount,
        totals.mean_value_amount,
        totals.mean_caused_value_amount,
        totals.mean_recommended_value_amount
    from totals
    inner join evidence
        on totals.action_id = evidence.action_id
    left join treatable
        on totals.action_id = treatable.action_id
)

select * from final
