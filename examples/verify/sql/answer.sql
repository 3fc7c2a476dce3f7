-- Business days of Colombia, and the last day to answer what the contract of public services gives rise to.
-- What it was not made for (acts within the case, readings, office hours) it says it does not answer.
--
--     pqr verify --command 'psql -qAtX -f examples/verify/sql/answer.sql'
--
-- Only temporary things are made: nothing stays in the database.
\set ON_ERROR_STOP on
set client_min_messages = warning;

create temporary table asked (n serial, question jsonb);
\copy asked (question) from pstdin with (format csv, quote E'\x01', delimiter E'\x02')

-- Meeus, Jones and Butcher: every year of the Gregorian calendar.
create function pg_temp.easter(year integer) returns date language sql immutable as $$
    select make_date(year, m / 31, m % 31 + 1)
    from (select year % 19 as a, year / 100 as b, year % 100 as c) as one,
    lateral (select (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30 as h) as two,
    lateral (select (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7 as l) as three,
    lateral (select h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114 as m) as four
$$;

create temporary table holiday as
with years as (select generate_series(1984, 2100) as year),
fixed (month, day, moved, since) as (
    values (1, 1, false, 1984), (1, 6, true, 1984), (3, 19, true, 1984), (5, 1, false, 1984), (6, 29, true, 1984),
           (7, 20, false, 1984), (8, 7, false, 1984), (8, 15, true, 1984), (10, 12, true, 1984), (11, 1, true, 1984),
           (11, 11, true, 1984), (12, 8, false, 1984), (12, 25, false, 1984),  -- Ley 51 de 1983
           (7, 9, true, 2026)                                                  -- Ley 2578 de 2026
),
dated as (select make_date(year, month, day) as day, moved from years join fixed on year >= since)
select case when moved then day + ((8 - extract(isodow from day)::integer) % 7) else day end as day from dated
union
select pg_temp.easter(year) + after from years, unnest(array[-3, -2, 43, 64, 71]) as after;

-- One row for each day, with the Saturdays apart: a utility decides on them.
create temporary table day as
select day::date, extract(isodow from day) as isodow
from generate_series('1984-01-01'::date, '2100-12-31', interval '1 day') as day
where extract(isodow from day) < 7 and day::date not in (select holiday.day from holiday);
create unique index on day (day);

create function pg_temp.a_day(told jsonb) returns date language plpgsql immutable as $$
begin
    if told #>> '{}' ~ '^\d{4}-\d{2}-\d{2}$' then
        return (told #>> '{}')::date;
    end if;
    raise exception 'vector_invalido';
exception when datetime_field_overflow then
    raise exception 'vector_invalido';
end $$;

create function pg_temp.within(day date) returns date language plpgsql immutable as $$
begin
    if day between '1984-01-01' and '2100-12-31' then
        return day;
    end if;
    raise exception 'fuera_de_rango';
end $$;

-- The days that count for a utility.
create function pg_temp.counts(utility jsonb, day_of date, isodow numeric) returns boolean language sql stable as $$
    select (isodow < 6 or coalesce((utility ->> 'saturday_is_business_day')::boolean, false))
       and not exists (
           select from jsonb_array_elements(coalesce(utility -> 'closures', '[]')) as closure
           where day_of between (closure ->> 'from')::date and (closure ->> 'to')::date
       )
$$;

create function pg_temp.is_business_day(utility jsonb, asked date) returns boolean language sql stable as $$
    select exists (select from day where day = pg_temp.within(asked) and pg_temp.counts(utility, day, isodow))
$$;

create function pg_temp.added(utility jsonb, start date, n integer) returns date language plpgsql stable as $$
declare
    found date;
begin
    perform pg_temp.within(start);
    if n = 0 then
        if not pg_temp.is_business_day(utility, start) then
            raise exception 'dia_no_habil';
        end if;
        return start;
    elsif n > 0 then
        select day into found from day where day > start and pg_temp.counts(utility, day, isodow)
        order by day offset n - 1 limit 1;
    else
        select day into found from day where day < start and pg_temp.counts(utility, day, isodow)
        order by day desc offset -n - 1 limit 1;
    end if;
    if found is null then
        raise exception 'fuera_de_rango';
    end if;
    return found;
end $$;

create function pg_temp.between_days(utility jsonb, first date, last date) returns integer language sql stable as $$
    select case when pg_temp.within(last) < pg_temp.within(first) then -1 else 1 end * count(*)::integer
    from day
    where day > least(first, last) and day <= greatest(first, last) and pg_temp.counts(utility, day, isodow)
$$;

create function pg_temp.due(utility jsonb, filing jsonb) returns jsonb language plpgsql stable as $$
begin
    if filing - array['tipo', 'filed_on', 'filed_at', 'events', 'radicado'] <> '{}'
        or jsonb_array_length(filing -> 'events') > 0
        or filing ->> 'tipo' not in
            ('peticion', 'queja', 'reclamo', 'recurso_reposicion', 'recurso_reposicion_apelacion') then
        return '"unsupported"';
    end if;
    return to_jsonb(pg_temp.added(  -- Ley 142 de 1994, art. 158
        utility,
        coalesce(
            (filing ->> 'filed_on')::date,
            ((filing ->> 'filed_at')::timestamptz at time zone 'America/Bogota')::date
        ),
        15
    ));
end $$;

create function pg_temp.answer(question jsonb) returns jsonb language plpgsql stable as $$
declare
    utility jsonb := coalesce(question -> 'utility', '{}');
    op text := question ->> 'op';
    keys text[] := case op
        when 'is_business_day' then array['on']
        when 'add_business_days' then array['from', 'n']
        when 'business_days_between' then array['from', 'to']
        when 'due' then array['case', 'as_of', 'as_of_on']
    end;
begin
    if keys is null or question ? 'policies'
        or utility - array['saturday_is_business_day', 'closures'] <> '{}' then
        return '"unsupported"';
    elsif question - (keys || array['id', 'op', 'source', 'utility']) <> '{}'
        or exists (
            select from jsonb_array_elements(coalesce(utility -> 'closures', '[]')) as closure
            where pg_temp.a_day(closure -> 'to') < pg_temp.a_day(closure -> 'from')
        )
        or (op = 'add_business_days' and question ->> 'n' !~ '^-?\d+$') then
        raise exception 'vector_invalido';
    end if;
    return case op
        when 'is_business_day' then to_jsonb(pg_temp.is_business_day(utility, pg_temp.a_day(question -> 'on')))
        when 'add_business_days' then
            to_jsonb(pg_temp.added(utility, pg_temp.a_day(question -> 'from'), (question ->> 'n')::integer))
        when 'business_days_between' then to_jsonb(
            pg_temp.between_days(utility, pg_temp.a_day(question -> 'from'), pg_temp.a_day(question -> 'to'))
        )
        else pg_temp.due(utility, question -> 'case')
    end;
exception when raise_exception then
    return jsonb_build_object('refused', sqlerrm);
end $$;

select pg_temp.answer(question) from asked order by n;
