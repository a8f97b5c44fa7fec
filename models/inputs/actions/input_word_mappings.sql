-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_word_mappings_checked') }}
),

final as (
    select
        input_name,
        column_name,
        source_word,
        contract_word
    from checked
    where rejection_rule is null
)

select * from final
