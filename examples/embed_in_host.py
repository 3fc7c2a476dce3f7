"""A host files a PQR in its own SQLAlchemy transaction, together with its own row: both are kept, or neither.

Run it: `python examples/embed_in_host.py`. By default it uses SQLite in a temporary file; a URL names another database.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from pqr_core import RowMaker, SqlStore, YearlyNumbering, colombia
from pqr_core.storage.columns import MARIADB
from pqr_core.storage.tables import make_tables

UTILITY = "empresa"
AT = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
ROWS = RowMaker(colombia.LAW, {UTILITY: colombia.DEFAULT_PROFILE})
numbering = YearlyNumbering()


class Base(DeclarativeBase):
    """The host's models. Our tables stand in its `MetaData`, so the host's own migrations can manage them."""


tables = make_tables(Base.metadata, prefix="pqr_")


class Ticket(Base):
    """The host's own row of a visit to its counter; it points to the case."""

    __tablename__ = "ticket"
    __table_args__ = (
        ForeignKeyConstraint(["utility_id", "case_id"], [tables.cases.c.utility_id, tables.cases.c.case_id]),
        MARIADB,  # on MariaDB a foreign key needs the collation of our tables
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counter: Mapped[str] = mapped_column(String(20))
    utility_id: Mapped[str] = mapped_column(tables.cases.c.utility_id.type)
    case_id: Mapped[UUID] = mapped_column(tables.cases.c.case_id.type)


def file(session: Session, store: SqlStore, number: int) -> str:
    """File a case and the host's ticket; the caller commits or rolls back."""
    with store.join(session, AT) as unit:
        radicado = numbering(unit, UTILITY, AT.date())
        case = colombia.file("reclamo", at=AT, utility=UTILITY, radicado=radicado, causal="cobro")
        unit.cases.add(case)
        unit.commit()
    session.add(Ticket(id=number, counter="ventanilla 3", utility_id=UTILITY, case_id=case.case_id))
    session.flush()
    return radicado


def kept(session: Session, store: SqlStore) -> tuple[int, int, int]:
    """How many tickets, cases and events there are."""
    counted = (select(func.count()).select_from(table) for table in (Ticket, store.tables.cases, store.tables.events))
    tickets, cases, events = (session.execute(query).scalar_one() for query in counted)
    return tickets, cases, events


def main(url: str) -> None:
    """File one case and roll it back, file another and commit it, and show what is there."""
    engine = create_engine(url)
    store = SqlStore(engine, prefix="pqr_", rows=ROWS)
    store.create()
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        in_vain = file(session, store, 1)
        session.rollback()
        assert kept(session, store) == (0, 0, 0)
        session.rollback()
        print(f"rolled back: neither ticket nor case {in_vain} is there")
        radicado = file(session, store, 1)
        session.commit()
        assert radicado == in_vain, "the number that was given back is given again"
        assert kept(session, store) == (1, 1, 1)
        print(f"committed: ticket and case {radicado} are there")
    with store.read() as unit:
        row = unit.facts.by_radicado(UTILITY, radicado)
        assert row is not None
        print(f"{radicado} is to be answered by {row.due_on}")
    Base.metadata.drop_all(engine)
    engine.dispose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'host.sqlite'}")
