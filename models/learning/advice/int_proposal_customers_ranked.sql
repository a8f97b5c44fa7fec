with

evidence as (
    select * from {{ ref('action_evidence') }}
    where rung <> 'experimented'
),

evidence_values as (
    select * from {{ ref('int_evidence_valued') }}
),

trace as (
    select * from {{ ref('decision_trace') }}
    where policy = 'auto' and is_eligible
),

-- What else the customer would get at the prices of the day.
alternatives as (
    select
        trace.customer_id,
        trace.action_id,
        max(coalesce(others.net_value_amount, 0)) as alternative_value_amount
    from trace
    inner join trace as others
        on
            trace.customer_id = others.customer_id
            and trace.action_id <> others.action_id
    group by trace.customer_id, trace.action_id
),

-- What is earned after the charge for scarce resources: they are worth that to somebody else.
chosen as (
    select
        customer_id,
        greatest(coalesce(net_value_amount, 0), 0) as net_value_amount
    from trace
    where is_chosen
),

described as (
    select
        evidence.action_id,
        trace.customer_id,
        evidence_values.baseline_probability,
        evidence_values.success_value_amount,
        evidence_values.persuadable_value_amount,
        cast(evidence_values.caused_value_amount as double)
        - cast(trace.resource_charge_amount as double) as caused_value_amount,
        cast(trace.cost_amount as double) as cost_amount,
        cast(chosen.net_value_amount as double) as recommended_value_amount,
        cast(
            trace.cost_amount + trace.resource_charge_amount
            + alternatives.alternative_value_amount as double
        ) as outlay_amount,
        evidence.persuasion_rate * evidence_values.persuadable_value_amount
        - cast(
            trace.cost_amount + trace.resource_charge_amount
            + alternatives.alternative_value_amount as double
        ) as expected_gain_amount
    from evidence
    inner join trace
        on evidence.action_id = trace.action_id
    inner join evidence_values
        on
            trace.customer_id = evidence_values.customer_id
            and trace.action_id = evidence_values.action_id
    inner join chosen
        on trace.customer_id = chosen.customer_id
    inner join alternatives
        on
            trace.customer_id = alternatives.customer_id
            and trace.action_id = alternatives.action_id
    where evidence_values.success_value_amount > 0
),

final as (
    select
        *,
        row_number() over (
            partition by action_id
            order by expected_gain_amount desc nulls last, customer_id asc nulls last
        ) as gain_rank
    from described
)

select * from final
