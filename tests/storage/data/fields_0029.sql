BEGIN TRANSACTION;
CREATE TABLE pqr_actions (
	utility VARCHAR(255) NOT NULL, 
	indicator VARCHAR(255) NOT NULL, 
	period VARCHAR(255) NOT NULL, 
	"by" TEXT NOT NULL, 
	"group" TEXT, 
	kind VARCHAR(255) NOT NULL, 
	what TEXT NOT NULL, 
	responsible VARCHAR(255) NOT NULL, 
	opened_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	closed_on DATE, 
	evidence TEXT NOT NULL, 
	action_id VARCHAR(36) NOT NULL, 
	revision INTEGER NOT NULL, 
	known_from DATETIME NOT NULL, 
	known_to DATETIME, 
	CONSTRAINT pk_pqr_actions PRIMARY KEY (utility, action_id, revision), 
	CONSTRAINT ck_pqr_actions_known CHECK (known_to >= known_from)
);
CREATE TABLE pqr_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_pqr_alembic_version PRIMARY KEY (version_num)
);
INSERT INTO "pqr_alembic_version" VALUES('0029');
CREATE TABLE pqr_alerts (
	utility_id VARCHAR(255) NOT NULL, 
	alert VARCHAR(255) NOT NULL, 
	fired_at DATETIME NOT NULL, 
	CONSTRAINT pk_pqr_alerts PRIMARY KEY (utility_id, alert)
);
CREATE TABLE pqr_cases (
	utility_id VARCHAR(255) NOT NULL, 
	case_id VARCHAR(36) NOT NULL, 
	radicado VARCHAR(255), 
	filing_key VARCHAR(255), 
	zone VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	length INTEGER NOT NULL, 
	head VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_pqr_cases PRIMARY KEY (utility_id, case_id), 
	CONSTRAINT uq_pqr_cases_radicado UNIQUE (radicado, utility_id), 
	CONSTRAINT uq_pqr_cases_filing_key UNIQUE (filing_key, utility_id)
);
INSERT INTO "pqr_cases" VALUES('aguas','00000000-0000-0000-0000-000000000001','R-1',NULL,'America/Bogota',1,6,'87621e8d36626baf37e2fd2c5712894d01faf6c4f81f67976bfce177ab249662');
CREATE TABLE pqr_definitions (
	digest VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_pqr_definitions PRIMARY KEY (digest)
);
CREATE TABLE pqr_duties (
	utility VARCHAR(255) NOT NULL, 
	case_id VARCHAR(36) NOT NULL, 
	code VARCHAR(255) NOT NULL, 
	from_on DATE NOT NULL, 
	until_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	due_at DATETIME, 
	waits BOOLEAN NOT NULL, 
	leads BOOLEAN NOT NULL, 
	CONSTRAINT pk_pqr_duties PRIMARY KEY (utility, case_id, code, from_on)
);
CREATE TABLE pqr_equals (
	utility VARCHAR(255) NOT NULL, 
	new VARCHAR(64) NOT NULL, 
	old VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_pqr_equals PRIMARY KEY (utility, new, old)
);
CREATE TABLE pqr_events (
	utility_id VARCHAR(255) NOT NULL, 
	case_id VARCHAR(36) NOT NULL, 
	seq INTEGER NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	type VARCHAR(255) NOT NULL, 
	text TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_pqr_events PRIMARY KEY (utility_id, case_id, seq), 
	CONSTRAINT fk_pqr_events_case FOREIGN KEY(utility_id, case_id) REFERENCES pqr_cases (utility_id, case_id)
);
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',1,'2026-03-26 00:00:00.000000','radicacion','{"factura":{"numero":"F-0","reclamado":"85000.50"},"on":"2026-03-16","personal":"8910fc050914d9f23c851015786bf5b9c39ea86645ff56fffff4246401c466bc","peticionario":{"acepta_electronica":true,"clase":"natural","identidad_reservada":false},"predio":{"centro_poblado":"001"},"radicado":"R-1","schema_version":1,"tipo":"reclamo","type":"radicacion","workflow":1}','94e3e341ffc486fdb5e2ec5a1abf80c9a2758d6a113ab4c41ff1358794a2f305');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',2,'2026-03-26 00:00:00.000000','correccion','{"corrige":"bf78c854-f2b1-5826-843f-070b27ac7b17","event":{"factura":{"numero":"F-1","reclamado":"85000.50"},"on":"2026-03-16","peticionario":{"acepta_electronica":true,"clase":"natural","identidad_reservada":false},"predio":{"centro_poblado":"001"},"radicado":"R-1","tipo":"reclamo","type":"radicacion","workflow":1},"on":"2026-03-17","personal":"6ae681bb9ab6be4857856c8e18aa5af2b5058b00da237ef4fd7f84795f3386d5","schema_version":1,"type":"correccion"}','ed59558a1cccb0c712471d81d73d7ac1505850c881422098ce65e8e9b4a9564f');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',3,'2026-03-26 00:00:00.000000','decision','{"acto":"facturacion","completa":true,"on":"2026-03-20","resultado":"no_accede","schema_version":1,"type":"decision"}','79237d742f1e1a91068a638b3c13fcd3efcb0da987a3b67f1a26f7c48e33af0b');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',4,'2026-03-26 00:00:00.000000','envio_citacion','{"on":"2026-03-24","schema_version":1,"type":"envio_citacion"}','b441a0ab12d072e3e74a9c87d9251023f6bc92dd01960a83031edaad3cd9df71');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',5,'2026-03-26 00:00:00.000000','anulacion','{"anula":"230cf983-83cc-5e97-b15d-4a94165d401d","on":"2026-03-25","schema_version":1,"type":"anulacion"}','d2c0fa982b0ce2badb22a5e0bd262cc6998c8b86ff45d59110f1552f8fa7f6d5');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',6,'2026-03-26 00:00:00.000000','envio_notificacion_electronica','{"autorizada":true,"on":"2026-03-25","schema_version":1,"type":"envio_notificacion_electronica"}','87621e8d36626baf37e2fd2c5712894d01faf6c4f81f67976bfce177ab249662');
CREATE TABLE pqr_facts (
	utility VARCHAR(255) NOT NULL, 
	radicado VARCHAR(255), 
	case_id VARCHAR(36) NOT NULL, 
	account VARCHAR(255), 
	petitioner VARCHAR(255), 
	tipo VARCHAR(255) NOT NULL, 
	servicio VARCHAR(255), 
	causal VARCHAR(255), 
	grupo_causal VARCHAR(255), 
	municipio VARCHAR(255), 
	canal VARCHAR(255), 
	filed_on DATE NOT NULL, 
	last_on DATE, 
	due_on DATE, 
	due_if_lapsed_on DATE, 
	suspended_from DATE, 
	suspended_until DATE, 
	days_left INTEGER, 
	answered_on DATE, 
	ended_on DATE, 
	notified_on DATE, 
	silence_on DATE, 
	transferred_on DATE, 
	resultado VARCHAR(255), 
	denied BOOLEAN, 
	business_days_to_answer INTEGER, 
	calendar_days_to_answer INTEGER, 
	satisfied BOOLEAN, 
	recurso_filed BOOLEAN NOT NULL, 
	repeat_of VARCHAR(36), 
	recurso_of VARCHAR(36), 
	state VARCHAR(255), 
	duties TEXT, 
	fingerprint VARCHAR(255) NOT NULL, 
	revision INTEGER NOT NULL, 
	known_from DATETIME NOT NULL, 
	known_to DATETIME, 
	CONSTRAINT pk_pqr_facts PRIMARY KEY (utility, case_id, revision), 
	CONSTRAINT ck_pqr_facts_known CHECK (known_to >= known_from)
);
INSERT INTO "pqr_facts" VALUES('aguas','R-1','00000000-0000-0000-0000-000000000001',NULL,NULL,'reclamo',NULL,NULL,NULL,NULL,NULL,'2026-03-16','2026-03-25','2026-04-09',NULL,NULL,NULL,NULL,'2026-03-20',NULL,NULL,NULL,NULL,'no_accede',1,4,4,NULL,0,NULL,NULL,'citado','[]','d8862d6d874cc30135a299ac1c44ab095ccb2086c4e807c24671a36440ad71c7',1,'2026-03-26 00:00:00.000000',NULL);
CREATE TABLE pqr_numbers (
	utility_id VARCHAR(255) NOT NULL, 
	series VARCHAR(255) NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_pqr_numbers PRIMARY KEY (utility_id, series)
);
CREATE TABLE pqr_personal (
	utility_id VARCHAR(255) NOT NULL, 
	case_id VARCHAR(36) NOT NULL, 
	seq INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_pqr_personal PRIMARY KEY (utility_id, case_id, seq), 
	CONSTRAINT fk_pqr_personal_event FOREIGN KEY(utility_id, case_id, seq) REFERENCES pqr_events (utility_id, case_id, seq)
);
INSERT INTO "pqr_personal" VALUES('aguas','00000000-0000-0000-0000-000000000001',1,'{"data":{"hechos":"me cobran de más","peticionario":{"correo":"ana@correo.example","nombre":"Ana Pérez"},"predio":{"direccion":"Calle 1 # 2-3"}},"salt":"8e51db718ead3facdce15ba7d798b155"}');
INSERT INTO "pqr_personal" VALUES('aguas','00000000-0000-0000-0000-000000000001',2,'{"data":{"event":{"hechos":"me cobran de más","peticionario":{"correo":"ana@correo.example","nombre":"Ana Pérez"},"predio":{"direccion":"Calle 1 # 2-3"}}},"salt":"90a533b90a0552e35ccceddb37918c4f"}');
CREATE TABLE pqr_reports (
	utility VARCHAR(255) NOT NULL, 
	code VARCHAR(255) NOT NULL, 
	period VARCHAR(255) NOT NULL, 
	text TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	known_from DATETIME NOT NULL, 
	known_to DATETIME, 
	CONSTRAINT pk_pqr_reports PRIMARY KEY (utility, code, period, revision), 
	CONSTRAINT ck_pqr_reports_known CHECK (known_to >= known_from)
);
CREATE TABLE pqr_surveys (
	utility VARCHAR(255) NOT NULL, 
	survey_id VARCHAR(255) NOT NULL, 
	answered_on DATE NOT NULL, 
	satisfied BOOLEAN NOT NULL, 
	radicado VARCHAR(255), 
	revision INTEGER NOT NULL, 
	known_from DATETIME NOT NULL, 
	known_to DATETIME, 
	CONSTRAINT pk_pqr_surveys PRIMARY KEY (utility, survey_id, revision), 
	CONSTRAINT ck_pqr_surveys_known CHECK (known_to >= known_from)
);
CREATE TABLE pqr_volumes (
	utility VARCHAR(255) NOT NULL, 
	month DATE NOT NULL, 
	servicio VARCHAR(255) NOT NULL, 
	subscribers INTEGER NOT NULL, 
	invoices INTEGER, 
	revision INTEGER NOT NULL, 
	known_from DATETIME NOT NULL, 
	known_to DATETIME, 
	CONSTRAINT pk_pqr_volumes PRIMARY KEY (utility, month, servicio, revision), 
	CONSTRAINT ck_pqr_volumes_known CHECK (known_to >= known_from)
);
CREATE INDEX ix_pqr_facts_state ON pqr_facts (utility, known_to, state, case_id);
CREATE INDEX ix_pqr_facts_radicado ON pqr_facts (utility, radicado);
CREATE INDEX ix_pqr_facts_filed ON pqr_facts (utility, known_to, filed_on);
CREATE INDEX ix_pqr_facts_recurso_of ON pqr_facts (utility, known_to, recurso_of, case_id);
CREATE INDEX ix_pqr_facts_causal ON pqr_facts (utility, known_to, causal, case_id);
CREATE INDEX ix_pqr_facts_due ON pqr_facts (utility, known_to, due_on);
CREATE INDEX ix_pqr_facts_servicio ON pqr_facts (utility, known_to, servicio, case_id);
CREATE INDEX ix_pqr_facts_answered ON pqr_facts (utility, known_to, answered_on);
CREATE INDEX ix_pqr_facts_tipo ON pqr_facts (utility, known_to, tipo, case_id);
CREATE INDEX ix_pqr_facts_petitioner ON pqr_facts (utility, known_to, petitioner, case_id);
CREATE INDEX ix_pqr_facts_last ON pqr_facts (utility, known_to, last_on, case_id);
CREATE INDEX ix_pqr_facts_measured ON pqr_facts (utility, known_to, answered_on, tipo, business_days_to_answer);
CREATE INDEX ix_pqr_facts_definitions ON pqr_facts (utility, known_to, fingerprint, case_id);
CREATE INDEX ix_pqr_facts_account ON pqr_facts (utility, account, causal);
CREATE INDEX ix_pqr_duties_due ON pqr_duties (utility, due_on);
CREATE INDEX ix_pqr_duties_work ON pqr_duties (utility, leads, due_on, case_id, until_on, from_on, waits, due_at);
COMMIT;
