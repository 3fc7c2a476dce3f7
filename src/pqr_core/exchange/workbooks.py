"""The cells of a workbook: XLSX and XLSM, XLS, ODS (extra `excel`).

Days, times of day and numbers keep their kind. python-calamine reads the cells. It takes what it finds for what it
should be, so of an archive it gets a copy of the parts that it needs, after each of them was looked at. It gives the
error of a formula (`#N/A`) as an empty cell, so errors are looked up on that occasion. In XLS, which has no XML, they
stay empty.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from struct import error as struct_error
from tempfile import TemporaryFile
from typing import BinaryIO, Final, TypeAlias, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pqr_core.errors import ForeignFileError, ImportFileError, MissingExtraError, PQRError
from pqr_core.exchange.dialect import LIMITS, Cell, Limits, Record, too_much_text
from pqr_core.exchange.extents import Book, Manifest, Part, Relations, Sheet, Tables, Texts, UnsoundPartError, Wide
from pqr_core.language import Said

__all__ = ("Workbook",)

_ARCHIVE: Final = b"PK"
_TYPES: Final = "[content_types].xml"
_MIMETYPE: Final = "mimetype"
_TABLES: Final = "content.xml"
_MANIFEST: Final = "meta-inf/manifest.xml"
_OF_WORKBOOKS: Final = frozenset({_TYPES, _TABLES})
"""Every workbook has one of these: the first in Excel files, the second in OpenDocument files."""
_OF_DOCUMENTS: Final = ("word/", "ppt/")
_BINARY: Final = "workbook.bin"
_ROOT: Final = "_rels/.rels"
_PACKED: Final = frozenset({ZIP_STORED, ZIP_DEFLATED})
"""The ways of packing that both formats allow."""
_LONG: Final = 1 << 31
_SPOILT: Final = (
    *(BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError),
    *(ValueError, OverflowError, struct_error, zlib.error),
)
"""What reading raises if a part is damaged, encrypted, or not what it should be, or a day is none that Python has."""
_OF_A_TEXT: Final = 24
"""The bytes for which the reader of cells makes room for each text that a workbook claims to have."""
_LEAST: Final = len(b"<v>0</")
"""The fewest bytes in which a sheet names a shared text."""
_QUICKLY: Final = 1
_PANIC: Final = "PanicException"

_P = TypeVar("_P", bound=Part)
_Errors: TypeAlias = dict[int, list[tuple[int, str]]]


class Workbook:
    """The visible sheets of a workbook.

    Args:
        name: the name of the file, for errors.
        stream: its bytes; the caller keeps it open while the workbook is read.
        limits: how much it may unpack to.

    Attributes:
        sheets: the names of the visible sheets.
        is_from_1904: whether it counts its days from 1904, as Excel once did on the Mac. Its reader knows that of the
            cells with the format of a day only, so any other number in it means no day.

    Raises:
        MissingExtraError: python-calamine is not installed.
        ForeignFileError: the workbook is protected by a password, or of a kind that is not read.
        ImportFileError: it cannot be read, unpacks to more than the limit, or spans more cells than the limit.
    """

    def __init__(self, name: str, stream: BinaryIO, limits: Limits = LIMITS) -> None:
        try:
            import python_calamine as calamine
        except ImportError as error:
            raise MissingExtraError(feature=name, package="python-calamine", extra="excel") from error
        self._name, self._limits = name, limits
        self._errors: list[_Errors] = []
        self.is_from_1904 = False
        self._calamine = calamine
        stream.seek(0)
        is_archive = stream.read(len(_ARCHIVE)) == _ARCHIVE
        stream.seek(0)
        with ExitStack() as stack, self._readable():
            if is_archive:
                made = stack.enter_context(TemporaryFile())
                with ZipFile(stream) as archive, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=_QUICKLY) as copy:
                    self._copy(archive, copy)
                made.seek(0)
                stream = made
            self._book = calamine.CalamineWorkbook.from_filelike(stream)
        visible = calamine.SheetVisibleEnum.Visible
        self.sheets = tuple(each.name for each in self._book.sheets_metadata if each.visible == visible)
        self._all = tuple(self._book.sheet_names)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Name a workbook that is damaged as that, whatever its reader says of it."""
        try:
            yield
        except PQRError:
            raise
        except self._calamine.PasswordError as error:
            raise self._protected() from error
        except (self._calamine.CalamineError, *_SPOILT) as error:
            raise self._unreadable(error) from error
        except BaseException as error:
            # What the native reader did not foresee; its memory is sound then, but no `Exception` tells of it.
            if type(error).__name__ != _PANIC:
                raise
            raise self._unreadable(error) from error

    def _protected(self) -> ForeignFileError:
        what = Said("un libro protegido con contraseña", "a workbook protected by a password")
        return ForeignFileError(
            file=self._name, what=what, remedy=Said("guárdelo sin contraseña", "save it without one")
        )

    def _unreadable(self, error: BaseException) -> ImportFileError:
        detail = Said("el libro está dañado, o no es un libro", f"the workbook is damaged, or is none ({error})")
        return ImportFileError(file=self._name, detail=detail)

    # --- the parts -------------------------------------------------------------------------------------------------

    def _copy(self, archive: ZipFile, copy: ZipFile) -> None:
        """Copy the parts that are needed; refuse an archive that is no workbook, or larger than the limits."""
        if sum(each.file_size for each in archive.infolist()) > self._limits.unpacked:
            mebibytes = self._limits.unpacked / 2**20
            es = f"descomprimido pasa de {mebibytes:g} MiB"
            raise ImportFileError(file=self._name, detail=Said(es, f"unpacked it is more than {mebibytes:g} MiB"))
        parts = _Parts(archive, copy)
        self._check_kind(parts.names)
        if _TABLES in parts.names:
            self._copy_tables(parts)
        else:
            self._copy_sheets(parts)

    def _check_kind(self, names: frozenset[str]) -> None:
        what = remedy = None
        if not _OF_WORKBOOKS & names:
            what = Said("un archivo comprimido", "a compressed file")
            remedy = Said("descomprímalo", "decompress it")
        elif any(name.startswith(_OF_DOCUMENTS) for name in names):
            what = Said("un documento o una presentación", "a document or a presentation")
            remedy = Said("copie su tabla a una hoja de cálculo", "copy its table into a spreadsheet")
        elif any(name.endswith(_BINARY) for name in names):
            what = Said("un libro binario (.xlsb)", "a binary workbook (.xlsb)")
            remedy = Said("guárdelo como libro (.xlsx)", "save it as a workbook (.xlsx)")
        if what is not None:
            raise ForeignFileError(file=self._name, what=what, remedy=remedy)

    def _copy_tables(self, parts: _Parts) -> None:
        parts.add(_MIMETYPE, Part(is_xml=False))
        if parts.add(_MANIFEST, Manifest()).is_encrypted:
            raise self._protected()
        tables = Tables()
        self._measure(parts, _TABLES, tables)
        self._errors = tables.errors_of

    def _copy_sheets(self, parts: _Parts) -> None:
        root = parts.add(_ROOT, Relations()).targets.values()
        start = [target for kind, target in root if kind.endswith("/relationships/officeDocument")]
        folder = start[-1].removeprefix("/").rpartition("/")[0].lower() if start else ""
        folder += "/" if folder else ""
        texts = parts.add(f"{folder}sharedstrings.xml", Texts())
        if texts.claimed * _OF_A_TEXT > self._limits.unpacked:
            raise ImportFileError(file=self._name, detail=too_much_text(self._limits))
        parts.add(f"{folder}styles.xml", Part())
        targets = parts.add(f"{folder}_rels/workbook.xml.rels", Relations()).targets
        longest = max(texts.lengths, default=0)
        book = parts.add(f"{folder}workbook.xml", Book())
        self.is_from_1904 = book.is_from_1904
        for key in book.keys:
            _kind, target = targets.get(key, ("", ""))
            path = target.removeprefix("/") if target.startswith("/") else folder + target
            # Most sheets are too small for too much text, whatever their cells hold.
            much = parts.size(path) // _LEAST * longest > self._limits.unpacked
            sheet = Sheet(texts.lengths if much else ())
            self._measure(parts, path, sheet)
            self._errors.append(sheet.errors)

    def _measure(self, parts: _Parts, name: str, part: Wide) -> None:
        parts.add(name, part, partial(self._check, part))

    def _check(self, part: Wide) -> None:
        if part.area > self._limits.cells:
            millions = self._limits.cells / 10**6
            es = f"una hoja abarca más de {millions:.3g} millones de celdas, también vacías: borre las del final"
            en = f"a sheet spans more than {millions:.3g} million cells, empty ones too: delete those at its end"
            raise ImportFileError(file=self._name, detail=Said(es, en))
        if part.length > self._limits.unpacked:
            raise ImportFileError(file=self._name, detail=too_much_text(self._limits))

    # --- the cells -------------------------------------------------------------------------------------------------

    def records(self, sheet: str) -> Iterator[Record]:
        """The rows of a sheet; line 1 is its first row. The error of a formula is given as the text that it shows.

        Raises:
            ImportFileError: the sheet cannot be read.
        """
        number = self._all.index(sheet)
        errors = self._errors[number] if number < len(self._errors) else {}
        with self._readable():
            cells = self._book.get_sheet_by_name(sheet)
            left: tuple[Cell, ...] = ("",) * (cells.start or (0, 0))[1]
            for line, row in enumerate(cells.iter_rows(), 1):
                told: list[Cell] = [*left, *row]
                for place, text in errors.get(line, ()):
                    told[place : place + 1] = [text]
                yield Record(line, tuple(told))


class _Parts:
    """The parts of an archive, and a copy with those of them that were looked at.

    Names are compared as the reader of cells does. Of two parts of one name only the last is there.
    """

    def __init__(self, archive: ZipFile, copy: ZipFile) -> None:
        self._archive, self._copy = archive, copy
        self._parts = {_folded(each.filename): each for each in archive.infolist()}
        self._added = set[str]()
        self.names = frozenset(self._parts)

    def size(self, name: str) -> int:
        """The bytes of a part."""
        return self._parts[_folded(name)].file_size if _folded(name) in self.names else 0

    def add(self, name: str, part: _P, check: Callable[[], object] = bool) -> _P:
        """Copy a part, if there is one of this name, with a check after each chunk, and tell what was found in it."""
        folded = _folded(name)
        if folded not in self.names:
            return part
        info = self._parts[folded]
        if folded in self._added or info.compress_type not in _PACKED:
            message = f"{info.filename!r} is there for two uses, or packed in an unknown way"
            raise UnsoundPartError(message)
        self._added.add(folded)
        is_long = info.file_size >= _LONG
        with self._archive.open(info) as stream, self._copy.open(info.filename, "w", force_zip64=is_long) as target:
            for chunk in part.read(stream):
                target.write(chunk)
                check()
        check()  # the parser may keep a long tag until it knows that nothing follows
        return part


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()
