with

source as (
    {{ raw_table('word_mappings') }}
),

final as (
    select
        input_name,
        column_name,
        source_word,
        contract_word
    from source
)

select * from final
