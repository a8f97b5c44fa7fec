{{ checked_input(
    source=staged_input('subscriptions'),
    key=['subscription_id'],
    columns=[
        {'name': 'subscription_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar', 'required': true},
        {'name': 'started_on', 'type': 'date', 'required': true},
        {'name': 'renews_on', 'type': 'date'},
        {'name': 'ended_on', 'type': 'date'},
        {'name': 'annual_recurring_revenue_amount', 'type': 'decimal(18, 2)', 'required': true},
        {'name': 'seat_count', 'type': 'integer'},
        {'name': 'discount_rate', 'type': 'double'},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'negative_amount',
            'fails_when': 'typed.annual_recurring_revenue_amount < 0',
            'because': offending_value('annual_recurring_revenue_amount', 'below 0'),
        },
        {
            'name': 'negative_value',
            'fails_when': 'typed.seat_count < 0',
            'because': offending_value('seat_count', 'below 0'),
        },
        {
            'name': 'rate_out_of_range',
            'fails_when': 'typed.discount_rate < 0 or typed.discount_rate > 1',
            'because': offending_value('discount_rate', 'outside [0, 1]'),
        },
        {
            'name': 'end_before_start',
            'fails_when': 'typed.renews_on < typed.started_on or typed.ended_on < typed.started_on',
            'because': offending_value('started_on', 'after the end or the renewal'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.started_on'),
            'because': offending_value('started_on', 'after the as-of date'),
        },
    ],
) }}
