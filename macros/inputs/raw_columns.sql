{% macro raw_columns(table) %}
    {% set columns = {
        'customers': {
            'required': ['customer_id'],
            'optional': [
                'industry', 'size_band', 'region', 'plan', 'acquisition_channel',
                'account_manager_id', 'signed_up_on', 'customer_lifetime_value_amount',
                'expansion_value_amount',
            ],
        },
        'subscriptions': {
            'required': [
                'subscription_id', 'customer_id', 'started_on', 'renews_on',
                'annual_recurring_revenue_amount',
            ],
            'optional': ['ended_on', 'seat_count', 'discount_rate'],
        },
        'usage': {
            'required': ['customer_id', 'week_start_on', 'session_count'],
            'optional': ['active_user_count', 'feature_count'],
        },
        'support_tickets': {
            'required': ['ticket_id', 'customer_id', 'opened_at'],
            'optional': ['resolved_at', 'severity', 'satisfaction_score'],
        },
        'survey_responses': {
            'required': ['response_id', 'customer_id', 'responded_at', 'nps_score'],
            'optional': [],
        },
        'churn_scores': {
            'required': ['customer_id', 'scored_on', 'churn_probability'],
            'optional': [],
        },
        'action_history': {
            'required': [
                'action_event_id', 'customer_id', 'action_id', 'performed_at', 'was_successful',
            ],
            'optional': ['cost_amount'],
        },
        'experiment_assignments': {
            'required': [
                'experiment_id', 'customer_id', 'assigned_at', 'arm', 'action_id',
                'action_probability',
            ],
            'optional': ['stratum'],
        },
        'outcomes': {
            'required': ['experiment_id', 'customer_id', 'metric', 'observed_at', 'value'],
            'optional': [],
        },
        'customer_outcomes': {
            'required': ['customer_id', 'metric', 'observed_at', 'value'],
            'optional': [],
        },
    } %}
    {{ return(columns[table]) }}
{% endmacro %}
