-- What is overdue at the end of a day, and what is due soon: a register of one's own joined with the due days.
-- $1 the utility, $2 the day.
SELECT numero, clase, entrada::text, due_on::text AS vence,
       CASE WHEN due_on < $2::date THEN 'vencido' WHEN due_on <= $2::date + 3 THEN 'por vencer' ELSE 'en término' END AS estado,
       rule AS norma
FROM radicados
JOIN clases USING (clase)
JOIN pqr_due_days AS d ON d.utility = $1 AND d.tipo = clases.tipo AND d.filed_on = radicados.entrada
WHERE salida IS NULL OR salida > $2::date
ORDER BY due_on, numero
