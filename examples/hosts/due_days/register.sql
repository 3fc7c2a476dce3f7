-- A register as another system keeps it, to try the query on.
CREATE TABLE radicados (numero text PRIMARY KEY, clase text, entrada date, salida date);
CREATE TABLE clases (clase text PRIMARY KEY, tipo text);
INSERT INTO clases VALUES ('RECLAMO', 'reclamo'), ('RECURSO', 'recurso_reposicion'), ('CONSULTA', 'consulta'),
    ('SUGERENCIA', 'sugerencia');
INSERT INTO radicados VALUES
    ('1', 'RECLAMO', '2026-03-16', NULL),
    ('2', 'RECLAMO', '2026-03-16', '2026-04-08'),
    ('3', 'RECURSO', '2026-03-17', NULL),
    ('4', 'CONSULTA', '2026-03-16', NULL),
    ('5', 'SUGERENCIA', '2026-03-16', NULL);
