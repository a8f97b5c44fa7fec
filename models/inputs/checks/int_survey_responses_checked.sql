{{ checked_input(
    source=staged_input('survey_responses'),
    key=['response_id'],
    columns=[
        {'name': 'response_id', 'type': 'varchar'},
        {'name': 'customer_id', 'type': 'varchar', 'required': true},
        {'name': 'responded_at', 'type': 'timestamp', 'required': true},
        {'name': 'nps_score', 'type': 'integer', 'required': true},
    ],
    lookups=[
        {'name': 'customer', 'relation': ref('int_customers_checked'), 'key': ['customer_id']},
    ],
    rules=[
        {
            'name': 'score_out_of_range',
            'fails_when': 'typed.nps_score < 0 or typed.nps_score > 10',
            'because': offending_value('nps_score', 'outside 0 to 10'),
        },
        {
            'name': 'date_after_as_of_date',
            'fails_when': is_after_as_of_date('typed.responded_at'),
            'because': offending_value('responded_at', 'after the as-of date'),
        },
    ],
) }}
