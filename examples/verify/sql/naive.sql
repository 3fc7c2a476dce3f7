-- Fifteen days from Monday to Friday, as they are often counted. `pqr verify` tells which dates that gets wrong:
--
--     pqr verify --only-due --command 'psql -qAtX -f examples/verify/sql/naive.sql'
\set ON_ERROR_STOP on

create temporary table asked (n serial, question jsonb);
\copy asked (question) from pstdin with (format csv, quote E'\x01', delimiter E'\x02')

select to_jsonb((
    select day::date
    from generate_series(filed + 1, filed + 30, interval '1 day') as day
    where extract(isodow from day) < 6
    order by day
    offset 14
    limit 1
))
from (
    select n, left(coalesce(question #>> '{case,filed_on}', question #>> '{case,filed_at}'), 10)::date as filed
    from asked
) as filings
order by n;
