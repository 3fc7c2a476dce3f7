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
INSERT INTO "pqr_alembic_version" VALUES('0017');
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
INSERT INTO "pqr_cases" VALUES('aguas','00000000-0000-0000-0000-000000000001','R-1','form-1','America/Bogota',2,2,'583b093736d9ec9963ff830a7ab46a8db13078f89b0a67f0382a0e8971e0c293');
INSERT INTO "pqr_cases" VALUES('aguas','00000000-0000-0000-0000-000000000002','R-2','form-2','America/Bogota',4,4,'85e419a6232023ff998ec1e7b3c267ff0dc0d49eb47a8d27a661520b62209473');
INSERT INTO "pqr_cases" VALUES('aguas','00000000-0000-0000-0000-000000000003','R-3','form-3','America/Bogota',4,4,'3cc9cc9a552ff7c1a23ed08f13e7e7c7062eb1d1718e9b88e5aa3cdb9f97fcfb');
CREATE TABLE pqr_definitions (
	digest VARCHAR(64) NOT NULL,
	text TEXT NOT NULL,
	CONSTRAINT pk_pqr_definitions PRIMARY KEY (digest)
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
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',1,'2026-03-16 15:00:00.000000','radicacion','{"at":"2026-03-16T15:00:00.000000Z","radicado":"R-1","schema_version":1,"servicio":"acueducto","tipo":"reclamo","type":"radicacion","workflow":1}','4ac65af223818b64ba996492acac1faae5c4c472df5d3574d0cfd2fc0cdd74b5');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000001',2,'2026-03-17 15:00:00.000000','asignacion','{"at":"2026-03-17T15:00:00.000000Z","schema_version":1,"type":"asignacion"}','583b093736d9ec9963ff830a7ab46a8db13078f89b0a67f0382a0e8971e0c293');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000002',1,'2026-03-16 15:00:00.000000','radicacion','{"at":"2026-03-16T15:00:00.000000Z","radicado":"R-2","schema_version":1,"servicio":"acueducto","tipo":"reclamo","type":"radicacion","workflow":1}','c38f33a76218467b359c00a56b65d27ed5e087fbc45f0e839f5a914e34220b98');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000002',2,'2026-03-17 15:00:00.000000','asignacion','{"at":"2026-03-17T15:00:00.000000Z","schema_version":1,"type":"asignacion"}','3150536fa3457c5bb91c14681c200225f08b88f0b350767112fd3a7c06b732c0');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000002',3,'2026-04-20 15:00:00.000000','reconocimiento_sap','{"at":"2026-04-20T15:00:00.000000Z","schema_version":1,"type":"reconocimiento_sap"}','7709393222a11188a0ed2c13c10362da2674fa6c4cf4cbbced93b825bdcd70c3');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000002',4,'2026-04-21 15:00:00.000000','ejecucion','{"at":"2026-04-21T15:00:00.000000Z","completa":true,"schema_version":1,"type":"ejecucion"}','85e419a6232023ff998ec1e7b3c267ff0dc0d49eb47a8d27a661520b62209473');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000003',1,'2026-03-16 15:00:00.000000','radicacion','{"at":"2026-03-16T15:00:00.000000Z","radicado":"R-3","schema_version":1,"servicio":"acueducto","tipo":"reclamo","type":"radicacion","workflow":1}','d66b80bbccd50d3270a90efd9430c7587f80abb738e3efe7188ca9f128ed57f7');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000003',2,'2026-03-17 15:00:00.000000','asignacion','{"at":"2026-03-17T15:00:00.000000Z","schema_version":1,"type":"asignacion"}','e1320992b3e29f6b802be1dcb77a5628b4bc5b344fd0362a6186bc0f74e60d84');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000003',3,'2026-04-20 15:00:00.000000','decision','{"acto":"facturacion","at":"2026-04-20T15:00:00.000000Z","completa":true,"resultado":"no_accede","schema_version":1,"type":"decision"}','fb0b522cb33c35272838603ee2dbff7cf9868e7fb1f6a6caafd24fb570b35519');
INSERT INTO "pqr_events" VALUES('aguas','00000000-0000-0000-0000-000000000003',4,'2026-04-21 15:00:00.000000','reconocimiento_sap','{"at":"2026-04-21T15:00:00.000000Z","schema_version":1,"type":"reconocimiento_sap"}','3cc9cc9a552ff7c1a23ed08f13e7e7c7062eb1d1718e9b88e5aa3cdb9f97fcfb');
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
	due_on DATE,
	due_if_lapsed_on DATE,
	suspended_from DATE,
	suspended_until DATE,
	days_left INTEGER,
	answered_on DATE,
	ended_on DATE,
	notified_on DATE,
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
	duty VARCHAR(255),
	duty_due_on DATE,
	fingerprint VARCHAR(255) NOT NULL,
	revision INTEGER NOT NULL,
	known_from DATETIME NOT NULL,
	known_to DATETIME,
	CONSTRAINT pk_pqr_facts PRIMARY KEY (utility, case_id, revision),
	CONSTRAINT ck_pqr_facts_known CHECK (known_to >= known_from)
);
INSERT INTO "pqr_facts" VALUES('aguas','R-1','00000000-0000-0000-0000-000000000001',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'radicado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',1,'2026-03-16 15:00:00.000000','2026-03-17 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-1','00000000-0000-0000-0000-000000000001',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'asignado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',2,'2026-03-17 15:00:00.000000',NULL);
INSERT INTO "pqr_facts" VALUES('aguas','R-2','00000000-0000-0000-0000-000000000002',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'radicado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',1,'2026-03-16 15:00:00.000000','2026-03-17 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-2','00000000-0000-0000-0000-000000000002',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'asignado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',2,'2026-03-17 15:00:00.000000','2026-04-20 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-2','00000000-0000-0000-0000-000000000002',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'silencio','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',3,'2026-04-20 15:00:00.000000','2026-04-21 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-2','00000000-0000-0000-0000-000000000002',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'en_ejecucion','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',4,'2026-04-21 15:00:00.000000',NULL);
INSERT INTO "pqr_facts" VALUES('aguas','R-3','00000000-0000-0000-0000-000000000003',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'radicado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',1,'2026-03-16 15:00:00.000000','2026-03-17 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-3','00000000-0000-0000-0000-000000000003',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,'asignado','respuesta','2026-04-09','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',2,'2026-03-17 15:00:00.000000','2026-04-20 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-3','00000000-0000-0000-0000-000000000003',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,'2026-04-20',NULL,NULL,NULL,'no_accede',1,22,35,NULL,0,NULL,NULL,'decidido','reconocimiento_sap','2026-04-12','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',3,'2026-04-20 15:00:00.000000','2026-04-21 15:00:00.000000');
INSERT INTO "pqr_facts" VALUES('aguas','R-3','00000000-0000-0000-0000-000000000003',NULL,NULL,'reclamo','acueducto',NULL,NULL,NULL,NULL,'2026-03-16','2026-04-09',NULL,NULL,NULL,NULL,'2026-04-20',NULL,NULL,NULL,'no_accede',1,22,35,NULL,0,NULL,NULL,'silencio','citacion','2026-04-27','6cddfec80935dad5e2b427f697cbfc7e83fa641fc43486e2cdf5a3bf69fc6400',4,'2026-04-21 15:00:00.000000',NULL);
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
CREATE INDEX ix_pqr_facts_account ON pqr_facts (utility, account, causal);
CREATE INDEX ix_pqr_facts_due ON pqr_facts (utility, known_to, due_on);
CREATE INDEX ix_pqr_facts_filed ON pqr_facts (utility, known_to, filed_on);
CREATE INDEX ix_pqr_facts_recurso_of ON pqr_facts (utility, known_to, recurso_of, case_id);
CREATE INDEX ix_pqr_facts_measured ON pqr_facts (utility, known_to, answered_on, tipo, business_days_to_answer);
CREATE INDEX ix_pqr_facts_radicado ON pqr_facts (utility, radicado);
CREATE INDEX ix_pqr_facts_state ON pqr_facts (utility, known_to, state, case_id);
CREATE INDEX ix_pqr_facts_causal ON pqr_facts (utility, known_to, causal, case_id);
CREATE INDEX ix_pqr_facts_open ON pqr_facts (utility, known_to, duty, case_id);
CREATE INDEX ix_pqr_facts_tipo ON pqr_facts (utility, known_to, tipo, case_id);
CREATE INDEX ix_pqr_facts_servicio ON pqr_facts (utility, known_to, servicio, case_id);
CREATE INDEX ix_pqr_facts_petitioner ON pqr_facts (utility, known_to, petitioner, case_id);
CREATE INDEX ix_pqr_facts_answered ON pqr_facts (utility, known_to, answered_on);
COMMIT;
