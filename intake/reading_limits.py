"""What a file may cost before it is refused, and the one exception that says so in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.wording import N_, Translate, as_written, on_one_line

# A municipal plan of 10,000 rows and 80 columns is about 5 MB; these limits leave room for twenty of them and keep
# the reader far below 500 MB of memory.
MAX_FILE_BYTES: Final = 100 * 1024 * 1024
MAX_XLS_BYTES: Final = 20 * 1024 * 1024  # the old format is read whole: 65,536 rows of 80 columns fit in 20 MB
MAX_UNCOMPRESSED_BYTES: Final = 300 * 1024 * 1024
MAX_COMPRESSION_RATIO: Final = 250  # a sheet of a million empty rows reaches 60; deflate's own ceiling is 1,032
RATIO_CHECKED_FROM_BYTES: Final = 10 * 1024 * 1024  # a small part may compress as well as it likes
MAX_ZIP_ENTRIES: Final = 10_000
MAX_ZIP_DIRECTORY_BYTES: Final = 2 * 1024 * 1024
MAX_CELLS: Final = 1_200_000  # cells with something in them, all sheets together
MAX_FILLED_ROWS: Final = 300_000  # rows with something in them, all sheets together
MAX_TEXT_CHARACTERS: Final = 30_000_000  # a character takes up to four bytes in memory
MAX_SHEETS: Final = 1_000
MAX_ROWS: Final = 1_048_576  # what the formats allow; nothing is reserved for declared rows
MAX_COLUMNS: Final = 16_384
MAX_SHARED_TEXTS: Final = 1_000_000
MAX_STYLES: Final = 100_000
MAX_MERGED_COLUMNS: Final = 500_000  # columns covered by merged ranges, added up
MAX_XML_DEPTH: Final = 200
MAX_XML_TOKEN_BYTES: Final = 4 * 1024 * 1024  # one tag or comment; a real one has a few hundred bytes
MAX_XML_NAMES: Final = 20_000  # different names of tags and attributes in one part
READ_CHUNK_BYTES: Final = 64 * 1024


class UnreadableReason(StrEnum):
    """Why a file cannot be read."""

    NOT_FOUND = "not_found"
    IS_FOLDER = "is_folder"
    NOT_A_FILE = "not_a_file"
    NO_PERMISSION = "no_permission"
    CANNOT_OPEN = "cannot_open"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNCOMPRESSED = "too_large_uncompressed"
    SUSPICIOUS_COMPRESSION = "suspicious_compression"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_COMPLEX = "too_complex"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    OPEN_QUOTES = "open_quotes"
    DECLARES_ENTITIES = "declares_entities"
    OTHER_FORMAT = "other_format"
    BINARY_WORKBOOK = "binary_workbook"
    NOT_A_WORKBOOK = "not_a_workbook"
    NO_SHEETS = "no_sheets"
    NO_SUCH_SHEET = "no_such_sheet"


SENTENCES: Final[dict[UnreadableReason, str]] = {
    UnreadableReason.NOT_FOUND: N_("No existe el archivo «{file}»."),
    UnreadableReason.IS_FOLDER: N_("«{file}» es una carpeta; se esperaba una planilla."),
    UnreadableReason.NOT_A_FILE: N_("«{file}» no es un archivo común; se esperaba una planilla."),
    UnreadableReason.NO_PERMISSION: N_("No hay permiso para leer «{file}»."),
    UnreadableReason.CANNOT_OPEN: N_("El sistema no pudo abrir «{file}»."),
    UnreadableReason.EMPTY: N_("«{file}» está vacío (0 bytes)."),
    UnreadableReason.TOO_LARGE: N_("«{file}» pesa más de {limit} MB, el máximo que se lee."),
    UnreadableReason.TOO_LARGE_UNCOMPRESSED: N_(
        "«{file}» ocupa descomprimido más de {limit} MB, el máximo que se lee; parece un archivo preparado para dañar."
    ),
    UnreadableReason.SUSPICIOUS_COMPRESSION: N_(
        "«{file}» se agranda más de {limit} veces al descomprimirlo; parece un archivo preparado para dañar."
    ),
    UnreadableReason.TOO_MANY_PARTS: N_("«{file}» contiene más de {limit} partes internas, el máximo que se lee."),
    UnreadableReason.TOO_MANY_CELLS: N_("«{file}» tiene más de {limit} celdas con datos, el máximo que se lee."),
    UnreadableReason.TOO_MANY_ROWS: N_("«{file}» tiene más de {limit} filas con datos, el máximo que se lee."),
    UnreadableReason.TOO_MUCH_TEXT: N_("«{file}» tiene más de {limit} caracteres de texto, el máximo que se lee."),
    UnreadableReason.TOO_COMPLEX: N_("«{file}» tiene una estructura interna desmedida y no se lee."),
    UnreadableReason.ENCRYPTED: N_("«{file}» está protegido con contraseña; guárdelo sin contraseña."),
    UnreadableReason.OPEN_QUOTES: N_(
        "«{file}» abre unas comillas en la línea {line} y no las cierra: lo que sigue no se puede separar en filas."
    ),
    UnreadableReason.DAMAGED: N_("«{file}» está dañado o incompleto; ábralo en su programa y guárdelo de nuevo."),
    UnreadableReason.DECLARES_ENTITIES: N_("«{file}» define entidades XML, que ninguna planilla necesita; no se lee."),
    UnreadableReason.OTHER_FORMAT: N_("«{file}» no es una planilla sino {kind}."),
    UnreadableReason.BINARY_WORKBOOK: N_("«{file}» está en formato .xlsb, que no se lee; guárdelo como .xlsx."),
    UnreadableReason.NOT_A_WORKBOOK: N_("«{file}» no es una planilla que se pueda leer (xlsx, xlsm, xls, ods o csv)."),
    UnreadableReason.NO_SHEETS: N_("«{file}» no tiene ninguna hoja con celdas."),
    UnreadableReason.NO_SUCH_SHEET: N_("«{file}» no tiene una hoja «{sheet}»; tiene: {sheets}."),
}

OTHER_FORMATS: Final[dict[str, str]] = {
    "png": N_("una imagen PNG"),
    "jpeg": N_("una imagen JPEG"),
    "gif": N_("una imagen GIF"),
    "image": N_("una imagen"),
    "pdf": N_("un documento PDF"),
    "word": N_("un documento de texto"),
    "slides": N_("una presentación"),
    "html": N_("una página web"),
    "xml": N_("un archivo XML"),
    "program": N_("un programa"),
    "archive": N_("un archivo comprimido"),
}


class UnreadableFile(Exception):
    """A file that cannot be read, and why, in one Spanish sentence.

    `reason` is the stable code, `inputs` the words that go into the sentence. `str()` gives the sentence in Spanish;
    `sentence(translate)` gives it in the language of `translate`.
    """

    def __init__(self, reason: UnreadableReason, file: str, **inputs: str | int) -> None:
        self.reason = reason
        self.inputs: dict[str, str | int] = {"file": on_one_line(file), **inputs}
        super().__init__(self.sentence())

    def sentence(self, translate: Translate = as_written) -> str:
        """Return the sentence in one line, in the language of `translate` (msgid → text)."""
        inputs = dict(self.inputs)
        if "kind" in inputs:
            inputs["kind"] = translate(OTHER_FORMATS[str(inputs["kind"])])
        if "limit" in inputs:
            inputs["limit"] = f"{inputs['limit']:,}".replace(",", ".")
        return translate(SENTENCES[self.reason]).format(**inputs)


@dataclass(slots=True)
class Budget:
    """What reading one workbook has cost so far; `spend_…` raise UnreadableFile at the limit."""

    file: str
    cells: int = 0
    rows: int = 0
    characters: int = 0
    uncompressed_bytes: int = 0
    merged_columns: int = 0

    def spend_cell(self, *, in_new_row: bool) -> None:
        """Count one cell with content, and its row when it is the first cell of it."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise UnreadableFile(UnreadableReason.TOO_MANY_CELLS, self.file, limit=MAX_CELLS)
        if in_new_row:
            self.rows += 1
            if self.rows > MAX_FILLED_ROWS:
                raise UnreadableFile(UnreadableReason.TOO_MANY_ROWS, self.file, limit=MAX_FILLED_ROWS)

    def spend_text(self, characters: int) -> None:
        """Count characters of text kept in memory."""
        self.characters += characters
        if self.characters > MAX_TEXT_CHARACTERS:
            raise UnreadableFile(UnreadableReason.TOO_MUCH_TEXT, self.file, limit=MAX_TEXT_CHARACTERS)

    def spend_bytes(self, count: int) -> None:
        """Count bytes of XML after decompression (what is really read, not what the file declares)."""
        self.uncompressed_bytes += count
        if self.uncompressed_bytes > MAX_UNCOMPRESSED_BYTES:
            raise UnreadableFile(
                UnreadableReason.TOO_LARGE_UNCOMPRESSED, self.file, limit=MAX_UNCOMPRESSED_BYTES // 1024**2
            )

    def spend_merged(self, columns: int) -> None:
        """Count the columns of a merged range."""
        self.merged_columns += columns
        if self.merged_columns > MAX_MERGED_COLUMNS:
            raise UnreadableFile(UnreadableReason.TOO_COMPLEX, self.file)
