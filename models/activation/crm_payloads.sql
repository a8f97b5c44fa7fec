with

statements as (
    select * from {{ ref('int_crm_statements_deliverable') }}
),

filled as (
    select * from {{ ref('int_crm_fields_filled') }}
),

-- A field with a dot is a field of an object within the object.
parted as (
    select
        target,
        object,
        statement_key,
        split_part(field, '.', 1) as outer_field,
        nullif(split_part(field, '.', 2), '') as inner_field,
        coalesce(json_value, 'null') as json_value
    from filled
),

inner_objects as (
    select
        target,
        object,
        statement_key,
        outer_field,
        {{ json_texts_object('inner_field', 'json_value') }} as json_value
    from parted
    where inner_field is not null
    group by target, object, statement_key, outer_field
),

outer_fields as (
    select
        target,
        object,
        statement_key,
        outer_field,
        json_value
    from parted
    where inner_field is null

    union all

    select
        target,
        object,
        statement_key,
        outer_field,
        json_value
    from inner_objects
),

payloads as (
    select
        target,
        object,
        statement_key,
        {{ json_texts_object('outer_field', 'json_value') }} as payload
    from outer_fields
    group by target, object, statement_key
),

-- An object that has no fields for later changes is still due to whoever missed the first.
ranked as (
    select
        statements.*,
        payloads.target,
        payloads.object,
        payloads.payload,
        row_number() over (
            partition by payloads.target, payloads.object, statements.decision_id
            order by statements.revision desc nulls last
        ) as statement_order
    from payloads
    inner join statements
        on payloads.statement_key = statements.delivery_key
),

final as (
    select
        cast(target as varchar) as target,
        cast(object as varchar) as object,
        cast(
            row_number() over (
                partition by target, object
                order by
                    as_of_date asc nulls last,
                    (operation = 'withdraw') desc nulls last,
                    customer_id asc nulls last,
                    decision_id asc nulls last
            ) as bigint
        ) as delivery_order,
        cast(md5(concat_ws('|', target, object, delivery_key)) as varchar) as delivery_key,
        cast(decision_id as varchar) as decision_id,
        cast(revision as integer) as revision,
        cast(operation as varchar) as operation,
        cast(as_of_date as date) as as_of_date,
        cast(customer_id as varchar) as customer_id,
        cast(is_new as boolean) as is_new,
        cast(payload as varchar) as payload
    from ranked
    where statement_order = 1
)

select * from final
