with

statements as (
    select * from {{ ref('int_crm_statements_deliverable') }}
),

fields as (
    select * from {{ ref('input_crm_fields') }}
),

-- What is said of one operation or worker comes before what is said of all.
matched as (
    select
        statements.*,
        fields.target,
        fields.object,
        fields.field,
        fields.source,
        fields.literal,
        row_number() over (
            partition by fields.target, fields.object, fields.field, statements.delivery_key
            order by
                (fields.operation = 'all') asc nulls last,
                (fields.worked_by = 'all') asc nulls last
        ) as field_order
    from statements
    inner join fields
        on
            (fields.operation = 'all' or statements.operation = fields.operation)
            and (fields.worked_by = 'all' or statements.worked_by = fields.worked_by)
),

final as (
    select
        target,
        object,
        delivery_key as statement_key,
        field,
        case
            when source = 'null' then 'null'
            when literal is not null then {{ as_json('literal') }}
            {% for column in crm_action_columns() %}
            when source = '{{ column.name }}' then {{ as_json(column.name) }}
            {% endfor %}
        end as json_value
    from matched
    where field_order = 1
)

select * from final
