"""What the counter relies on, tested on the database of its settings: `python manage.py test`."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase
from django.utils.timezone import localdate

from counter.models import Contact
from pqr_core import Decision, Event, Filing, PQRError
from pqr_core.contrib.django import DjangoStore, office_for
from pqr_core.contrib.django.models import CaseRow

CLAIM = Filing(tipo="reclamo")


class BrokenHostError(Exception):
    """An error of the host."""


class Transactions(TransactionTestCase):
    """Tests with real commits. Django empties its own tables between tests, but not those of the office."""

    def test_the_case_and_the_row_of_the_host_are_kept_together_or_not_at_all(self) -> None:
        """If the host fails after filing, nothing is filed and no number is taken."""
        first, before = office_for().file(CLAIM).radicado, CaseRow.objects.count()
        with self.assertRaises(BrokenHostError), transaction.atomic():
            view = office_for().file(CLAIM, key="form")
            Contact.objects.create(radicado=view.radicado, account="ana", what="radicacion")
            raise BrokenHostError
        self.assertEqual((CaseRow.objects.count(), Contact.objects.count()), (before, 0))
        with transaction.atomic():
            view = office_for().file(CLAIM, key="form")
            Contact.objects.create(radicado=view.radicado, account="ana", what="radicacion")
        self.assertEqual(int(view.radicado[5:]), int(first[5:]) + 1)
        self.assertEqual(Contact.objects.get().radicado, view.radicado)

    def test_a_savepoint_takes_back_its_part_alone(self) -> None:
        """What was filed before it stays, and its number is given again."""
        before = {each.radicado for each in CaseRow.objects.all()}
        with transaction.atomic():
            kept = office_for().file(CLAIM)
            with self.assertRaises(BrokenHostError), transaction.atomic():
                undone = office_for().file(CLAIM)
                raise BrokenHostError
            again = office_for().file(CLAIM)
        self.assertEqual(again.radicado, undone.radicado)
        self.assertEqual({each.radicado for each in CaseRow.objects.all()} - before, {kept.radicado, again.radicado})

    def test_a_stale_case_and_a_refusal_leave_the_transaction_whole(self) -> None:
        """If the host catches the error, it goes on and commits the rest."""
        view = office_for().file(CLAIM)
        office_for().act(view.radicado, Event("acuse", on=localdate()))
        with transaction.atomic():
            Contact.objects.create(radicado=view.radicado, account="ana", what="antes")
            with self.assertRaises(PQRError) as stale:
                office_for().act(view.radicado, Event("nota", on=localdate()), version=view.version)
            with self.assertRaises(PQRError) as refused:
                office_for().act(view.radicado, Event("cierre", on=localdate()))
            office_for().act(view.radicado, Event("nota", on=localdate()), version=2)
        told = [each.exception.code for each in (stale, refused)]
        self.assertEqual(told, ["caso_desactualizado", "transicion_rechazada"])
        self.assertEqual((Contact.objects.count(), office_for().look(view.radicado).version), (1, 3))

    def test_a_stale_case_that_is_not_caught_rolls_all_back(self) -> None:
        """Including what the host wrote."""
        view = office_for().file(CLAIM)
        with self.assertRaises(PQRError), transaction.atomic():
            Contact.objects.create(radicado=view.radicado, account="ana", what="antes")
            office_for().act(view.radicado, Event("acuse", on=localdate()))
            office_for().act(view.radicado, Event("nota", on=localdate()), version=view.version)
        self.assertEqual((Contact.objects.count(), office_for().look(view.radicado).version), (0, 1))

    def test_where_the_connection_would_have_to_be_ended_django_rolls_back(self) -> None:
        """As after a database that rolled back by itself."""
        with transaction.atomic():
            Contact.objects.create(radicado="R-1", account="ana", what="antes")
            with DjangoStore().engine.connect() as lent:
                lent.exec_driver_sql("SELECT 1")
                lent.invalidate()
            self.assertTrue(transaction.get_rollback())
        self.assertEqual(Contact.objects.count(), 0)

    def test_writers_at_once_lose_nothing(self) -> None:
        """Ten threads work, each with its own connection."""
        view = office_for().file(CLAIM)

        def note(number: int) -> None:
            try:
                with transaction.atomic():
                    Contact.objects.create(radicado=view.radicado, account=str(number), what="nota")
                    office_for().act(view.radicado, Event("nota", on=localdate()))
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(note, range(10)))
        self.assertEqual((office_for().look(view.radicado).version, Contact.objects.count()), (11, 10))

    def test_what_django_has_set_up_for_itself_stays(self) -> None:
        """Its connection is open, its REGEXP accepts null, and no transaction is left behind."""
        connection.ensure_connection()
        before = connection.connection
        view = office_for().file(CLAIM)
        self.assertIs(before, connection.connection)
        self.assertFalse(connection.in_atomic_block)
        self.assertEqual(CaseRow.objects.filter(radicado__regex=f"^{view.radicado[:8]}").exists(), True)
        self.assertEqual(CaseRow.objects.filter(servicio__regex="x").count(), 0)


class Reading(TestCase):
    """Tests within the transaction of a test."""

    def test_days_and_instants_are_what_the_office_says(self) -> None:
        """Django and the store read the same columns and get the same values."""
        view = office_for().file(CLAIM, on=localdate() - timedelta(days=3))
        row = CaseRow.objects.get(radicado=view.radicado)
        self.assertEqual(row.due_on, view.agenda["respuesta"].due_on)
        self.assertEqual(row.filed_on, localdate() - timedelta(days=3))
        (listed,) = office_for().worklist(on=row.due_on)
        self.assertEqual((listed.radicado, listed.due_on), (row.radicado, row.due_on))
        self.assertIsNone(office_for().health().fault)

    def test_a_row_is_not_written_by_django(self) -> None:
        """It can be neither saved nor deleted."""
        office_for().file(CLAIM)
        row = CaseRow.objects.get()
        self.assertRaises(PermissionDenied, row.save)
        self.assertRaises(PermissionDenied, row.delete)

    def test_the_admin_shows_and_does_not_change(self) -> None:
        """There is a list, a case with its deadlines explained, and no form."""
        view = office_for().file(Filing(tipo="reclamo", hechos="<script>alert"))
        self.client.force_login(User.objects.create_superuser("ana"))
        self.assertContains(self.client.get("/admin/pqr/caserow/"), view.radicado)
        address = f"/admin/pqr/caserow/{view.case.case_id}/change/"
        shown = self.client.get(address)
        self.assertContains(shown, "15 días hábiles")
        self.assertNotContains(shown, "<script>alert")
        self.assertEqual(self.client.post(address, {"tipo": "queja"}).status_code, 403)
        self.assertEqual(self.client.get("/admin/pqr/caserow/add/").status_code, 403)

    def test_a_warning_is_given_once(self) -> None:
        """The command that runs at night gives it."""
        filed_on = localdate() - timedelta(days=60)
        radicado = office_for().file(CLAIM, on=filed_on).radicado
        told = [io.StringIO(), io.StringIO()]
        for each in told:
            call_command("pqr_nightly", stdout=each, stderr=io.StringIO())
        self.assertIn(f"{radicado}: ", told[0].getvalue())
        self.assertEqual(told[1].getvalue(), "")

    def test_no_migration_is_missing(self) -> None:
        """Neither of the counter nor of ours."""
        call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


class Pages(TestCase):
    """Tests with Django's client."""

    def test_a_form_sent_twice_is_one_case(self) -> None:
        """There is one more contact, because somebody came twice."""
        form = {"tipo": "reclamo", "hechos": "Me cobran el doble", "key": "77"}
        first, second = (self.client.post("/cases/", form).headers["Location"] for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(CaseRow.objects.count(), 1)
        self.assertContains(self.client.get(first), "15 días hábiles")
        due_on = CaseRow.objects.get().due_on
        self.assertContains(self.client.get(f"/?on={due_on}"), CaseRow.objects.get().radicado)

    def test_a_claim_is_decided_by_its_form(self) -> None:
        """The form has the words of each list, and asks for what the act needs."""
        address = self.client.post("/cases/", {"tipo": "reclamo", "key": "79"}).headers["Location"]
        page = self.client.get(address)
        self.assertContains(page, '<select name="resultado" required>')
        self.assertContains(page, "<option>no_accede</option>", html=True)
        form = {"type": "decision", "version": "1", "resultado": "accede", "acto": "facturacion", "radicado_salida": ""}
        self.assertContains(self.client.post(address, form), "decidido")
        (radicado,) = (row.radicado for row in CaseRow.objects.all())
        self.assertEqual(
            office_for().look(radicado).case.events[-1].payload, Decision(resultado="accede", acto="facturacion")
        )

    def test_a_word_and_a_day_that_are_none_are_told(self) -> None:
        """They are refused by the library, with its status."""
        address = self.client.post("/cases/", {"tipo": "reclamo", "key": "80"}).headers["Location"]
        for told in ({"type": "decision", "resultado": "zz"}, {"type": "zz"}):
            self.assertContains(self.client.post(address, {**told, "version": "1"}), "zz", status_code=400)
        for day in ("2026-13-01", "hoy", ""):
            self.assertContains(self.client.get("/", {"on": day}), "AAAA-MM-DD", status_code=400)

    def test_who_was_slower_is_told(self) -> None:
        """The answer has the status of the refusal, and nothing of the slower request is kept."""
        address = self.client.post("/cases/", {"tipo": "reclamo", "key": "78"}).headers["Location"]
        self.assertEqual(self.client.post(address, {"type": "acuse", "version": "1"}).status_code, 200)
        late = self.client.post(address, {"type": "acuse", "version": "1"})
        self.assertEqual(late.status_code, 409)
        self.assertEqual(Contact.objects.filter(what="acuse").count(), 1)
        self.assertEqual(self.client.get("/cases/2026-999999/").status_code, 404)
