"""The same short document in every format the library reads."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import docx
import mplfonts
import openpyxl
import xlwt
from PIL import Image, ImageDraw, ImageFont

from tests.retrieval.documents.formats.word97_file import IN_TABLE, row_end, word97_file

SENTENCE = "一、支持企业发展，鼓励技术创新。"
ROWS = [["项目", "金额"], ["设备购置", "50万元"]]

PAGE = (
    "<html><head><meta charset='{charset}'><title>某市通知</title>"
    "<meta name='ArticleTitle' content='关于印发某办法的通知'></head><body><nav>首页</nav>"
    f"<div id='zoom'><p>{SENTENCE}</p><table>"
    + "".join(f"<tr><td>{a}</td><td><p>{b}</p></td></tr>" for a, b in ROWS)
    + "</table></div><script>document.write('脚本')</script></body></html>"
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return buffer.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def old_word() -> bytes:
    rows = [
        [*((f"{text}\x07", IN_TABLE) for text in texts), ("\x07", row_end(False, False))]
        for texts in ROWS
    ]
    return word97_file([(f"{SENTENCE}\r", b""), *rows[0], *rows[1]])


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for texts in [[SENTENCE], *ROWS]:
        sheet.append(texts)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def old_spreadsheet() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for number, texts in enumerate([[SENTENCE], *ROWS]):
        for column, text in enumerate(texts):
            sheet.write(number, column, text)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rtf_characters(text: str) -> str:
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("gb18030"))


def rich_text() -> bytes:
    rows = "".join(
        "\\trowd\\cellx100\\cellx200\\intbl "
        + "".join(f"{rtf_characters(text)}\\cell " for text in texts)
        + "\\row\\pard "
        for texts in ROWS
    )
    head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 \\'cb\\'ce;}}\\f0 "
    return (head + rtf_characters(SENTENCE) + "\\par " + rows + "}").encode("ascii")


def ofd_page(texts: Sequence[tuple[float, float, str]]) -> str:
    """Text placed by the left upper corner of its boundary, in millimetres."""
    objects = "".join(
        f'<ofd:TextObject ID="{number}" Boundary="{x} {y} 100 6" Font="1" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text) - 1} 4">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
        for number, (x, y, text) in enumerate(texts)
    )
    return (
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
        f"{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )


def ofd(*pages: str) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    return package(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo/>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages>"
            "</ofd:Document>",
        }
        | {f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)}
    )


def fixed_layout() -> bytes:
    rows = [
        (20.0 + 60 * column, 40.0 + 8 * number, text)
        for number, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
    ]
    return ofd(ofd_page([(20, 20, SENTENCE), *rows]))


def pdf(pages: Sequence[Sequence[str]], *, rules: str = "") -> bytes:
    """Lines of text, 20 points apart; `rules` are drawing operators put on every page."""
    fonts = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type"
        "/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 2>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong/Flags 6"
        "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>>>]>>"
    )
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", fonts]
    numbers = []
    for lines in pages:
        shown = "".join(
            f"1 0 0 1 72 {760 - 20 * at} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
            for at, line in enumerate(lines)
        )
        stream = f"{rules}\nBT /F1 12 Tf\n{shown}ET"
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
        numbers.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>"
    return _pdf_file(objects)


def pdf_that_draws_itself() -> bytes:
    """A page with a form that shows itself twice."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
    shown = "<</XObject<</F 5 0 R>>>>"
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources{shown}/Length 12>>"
    return _pdf_file(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"{page}{shown}>>",
            "<</Length 5>>\nstream\n/F Do\nendstream",
            f"{form}\nstream\n/F Do /F Do \nendstream",
        ]
    )


def _pdf_file(objects: Sequence[str]) -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = (
        f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    )
    return written + tail.encode("ascii")


def scan(*lines: str) -> bytes:
    """A PDF whose only page is a picture of the lines."""
    buffer = BytesIO()
    _picture(lines).save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def photograph(*lines: str, turned: int = 1) -> bytes:
    """A JPEG of the lines, held as the EXIF orientation `turned` says."""
    picture = _picture(lines)
    exif = Image.Exif()
    exif[0x0112] = turned
    if turned == 6:
        # The camera was turned: what it kept lies on its side.
        picture = picture.rotate(90, expand=True)
    buffer = BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=80, exif=exif)
    return buffer.getvalue()


def _picture(lines: Sequence[str]) -> Image.Image:
    fonts = Path(mplfonts.__file__).parent / "fonts"
    font = ImageFont.truetype(str(next(fonts.glob("NotoSansCJK*-Regular.otf"))), 40)
    picture = Image.new("L", (1240, 140 + 90 * len(lines)), 255)
    drawing = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        drawing.text((80, 60 + 90 * number), line, font=font, fill=0)
    return picture


def web_archive() -> bytes:
    page = PAGE.format(charset="utf-8").encode()
    return (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_part"\r\n\r\n'
        b"--=_part\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + page + b"\r\n--=_part--\r\n"
    )


def markdown() -> bytes:
    rows = "\n".join(f"| {a} | {b} |" for a, b in [ROWS[0], ["---", "---"], ROWS[1]])
    return f"# 某市通知\n\n{SENTENCE}\n\n{rows}\n".encode()


def every_format() -> dict[str, tuple[bytes, str]]:
    """Format -> (a file, its media type), the scan left out: reading it takes long."""
    office = "application/vnd.openxmlformats-officedocument"
    rows = "\n".join(" ".join(row) for row in ROWS)
    ruled = [SENTENCE, *(" ".join(row) for row in ROWS)]
    return {
        "docx": (word(), f"{office}.wordprocessingml.document"),
        "doc": (old_word(), "application/msword"),
        "xlsx": (spreadsheet(), f"{office}.spreadsheetml.sheet"),
        "xls": (old_spreadsheet(), "application/vnd.ms-excel"),
        "rtf": (rich_text(), "application/rtf"),
        "ofd": (fixed_layout(), "application/ofd"),
        "pdf": (pdf([ruled]), "application/pdf"),
        "html": (PAGE.format(charset="gb2312").encode("gb18030"), "text/html"),
        "mht": (web_archive(), "text/html"),
        "md": (markdown(), "text/markdown"),
        "txt": (f"{SENTENCE}\n{rows}\n".encode("gb18030"), "text/plain"),
    }
