"""A web service in FastAPI: cases and a table of the host share one PostgreSQL and one transaction."""

import os
from datetime import date
from typing import Annotated

from fastapi import Body, FastAPI, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from pqr_core import CaseView, Event, Filing, PQRError, Worklist, colombia

engine = create_engine(os.environ["DATABASE_URL"], pool_size=20)
office = colombia.office(engine)  # the migrations of the host make the tables
app = FastAPI(title="PQR", responses={status: {"description": "refused"} for status in (400, 403, 404, 409, 422)})
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=255)]
Actor = Annotated[str, Header(alias="X-User", min_length=1, max_length=60)]
ETag = Annotated[str | None, Header(alias="If-Match", pattern='^"[0-9]{1,9}"$')]


class Base(DeclarativeBase):
    """The tables of the host."""


class Contact(Base):
    """Who recorded an act in a case; stored in the transaction of the case."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True)
    radicado: Mapped[str] = mapped_column(String(255), index=True)
    actor: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(60))


@app.exception_handler(PQRError)
def refused(_: Request, error: PQRError) -> JSONResponse:
    """Answer a refusal with the message of the library."""
    return JSONResponse(error.as_dict("es"), error.http_status)


def shown(view: CaseView, reply: Response) -> CaseView:
    """The case, with its version as an ETag."""
    reply.headers["ETag"] = f'"{view.version}"'
    return view


@app.post("/cases", status_code=201)
def file(filing: Annotated[Filing, Body()], key: Key, actor: Actor, reply: Response) -> CaseView:
    """File a case; a second request with the same key gives the same case."""
    with Session(engine) as session, session.begin():
        view = office.file(filing, key=key, actor=actor, within=session)
        session.add(Contact(radicado=view.radicado, actor=actor, what="radicacion"))
    return shown(view, reply)


@app.get("/cases/{radicado}")
def look(radicado: str, reply: Response) -> CaseView:
    """Show a case: what is due, what was done and what may be done now."""
    return shown(office.look(radicado), reply)


@app.post("/cases/{radicado}/events")
def act(radicado: str, event: Annotated[Event, Body()], actor: Actor, reply: Response, seen: ETag = None) -> CaseView:
    """Record an act that the law permits; with the ETag of a view, only if the case has not changed since."""
    with Session(engine) as session, session.begin():
        version = int(seen.strip('"')) if seen else None
        view = office.act(radicado, event, actor=actor, version=version, within=session)
        session.add(Contact(radicado=view.radicado, actor=actor, what=event.type))
    return shown(view, reply)


@app.get("/worklist")
def worklist(
    on: date | None = None, after: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Worklist:
    """List what is to be done, the most urgent first."""
    return office.worklist(on=on, after=after, limit=limit)
