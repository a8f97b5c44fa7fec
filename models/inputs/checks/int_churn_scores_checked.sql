{{ checked_input(
    source=staged_input('churn_scores'),
    key=['customer_id', 'scored_on'],
    columns=[
        {'name': 'customer_id', 'type': 'varchar'},
        {'name': 'scored_on', 'type': 'date'},
        {'name': 'churn_probability', 'type': 'double', 'required': true},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'probability_out_of_range',
            'fails_when': 'typed.churn_probability < 0 or typed.churn_probability > 1',
            'because': offending_value('churn_probability', 'outside [0, 1]'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.scored_on'),
            'because': offending_value('scored_on', 'after the as-of date'),
        },
    ],
) }}
