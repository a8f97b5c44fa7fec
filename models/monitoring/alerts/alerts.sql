{#- Per monitor the room, what a row of it is about, and the figures behind it. -#}
{% set monitors = [
    {
        'table': 'drift', 'monitor': 'drift',
        'subject': "concat_ws(' ', subject_type, subject, 'against', reference)",
        'evidence': [
            'stability_index', 'statistic', 'p_value', 'reference_missing_rate',
            'today_missing_rate', 'new_category_rate',
        ],
    },
    {
        'table': 'promises', 'monitor': 'promises',
        'subject': "concat_ws(' ', 'promise of', policy, dimension, subject, 'for', goal)",
        'evidence': [
            'promised', 'observed', 'lower', 'upper',
            'unit_count',
        ],
    },
    {
        'table': 'uplift_calibration', 'monitor': 'promises',
        'subject': "concat_ws(' ', 'uplift of', goal, 'in decile', cast(decile as varchar))",
        'evidence': [
            'predicted_uplift', 'observed_uplift', 'lower', 'upper',
            'treated_unit_count', 'control_unit_count',
        ],
    },
    {
        'table': 'propensity_health', 'monitor': 'promises',
        'subject': "concat_ws(' ', 'success probability of', action_id)",
        'evidence': [
            'mean_probability', 'success_rate', 'gap_lower', 'gap_upper', 'brier_score',
            'expected_brier_score',
            'auc', 'row_count',
        ],
    },
    {
        'table': 'exploration_health', 'monitor': 'promises',
        'subject': "concat_ws(' ', 'draws of', action_id)",
        'evidence': ['explorer_count', 'drawn_count', 'expected_count', 'p_value'],
    },
    {
        'table': 'fairness', 'monitor': 'fairness',
        'subject': "concat_ws(' ', action_id, 'action for', attribute, group_name)",
        'evidence': [
            'rate', 'impact_ratio', 'impact_ratio_lower', 'impact_ratio_upper',
            'customer_count',
        ],
    },
    {
        'table': 'resource_pacing', 'monitor': 'budget',
        'subject': "concat_ws(' ', resource_id, 'of', account_manager_id)",
        'evidence': [
            'available_amount', 'committed_amount', 'spent_amount', 'today_amount',
            'forecast_amount',
        ],
    },
    {
        'table': 'data_quality', 'monitor': 'data_quality',
        'subject': "concat_ws(' ', input_name, 'rule', rule)",
        'evidence': [
            'row_count', 'settled_row_count', 'previous_row_count', 'quarantine_rate',
            'highest_earlier_rate', 'lag_days', 'longest_earlier_lag_days',
        ],
    },
] %}
with

{% for monitor in monitors %}
{{ monitor.table }} as (
    select * from {{ ref(monitor.table) }}
    where severity <> 'none'
),

{% endfor %}
calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

raised as (
    {% for monitor in monitors %}
    {% set figures = {} %}
    {% for name in monitor.evidence %}
    {% do figures.update({name: name}) %}
    {% endfor %}
    select
        '{{ monitor.monitor }}' as monitor,
        severity,
        {{ monitor.subject }} as subject,
        sentence,
        {{ json_columns_object(figures) }} as evidence
    from {{ monitor.table }}
    {% if not loop.last %}

    union all

    {% endif %}
    {% endfor %}
),

final as (
    select
        cast(
            md5(
                concat_ws(
                    '|', cast(calendar.as_of_date as varchar), raised.monitor, raised.subject
                )
            ) as varchar
        ) as alert_id,
        cast(calendar.as_of_date as date) as as_of_date,
        cast(raised.severity as varchar) as severity,
        cast(raised.monitor as varchar) as monitor,
        cast(raised.subject as varchar) as subject,
        cast(raised.sentence as varchar) as sentence,
        cast(raised.evidence as varchar) as evidence
    from raised
    cross join calendar
)

select * from final
