#!/usr/bin/env python3
"""Writes samples/documents: one document for each thing that inspection finds in documents, and tame twins of them. Also the fuzz corpus."""
import argparse
import base64
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.cfb_file import cfb_file  # noqa: E402
from gen.document_file import *  # noqa: E402,F403

VBA_TYPE = "application/vnd.ms-office.vbaProject"
SHEET_TYPE = "application/vnd.ms-excel.macrosheet+xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PROGRAM = b"MZ" + bytes(900)
ARCHIVE = base64.b64encode(b"PK\x03\x04" + bytes(range(256)) * 3).decode()
NOISE = base64.b64encode(bytes((n * 7919 >> 3) & 255 for n in range(900))).decode()
RC4 = struct.pack("<HHH", 1, 1, 1) + bytes(48)
API = struct.pack("<HHH", 1, 2, 2) + bytes(48)


def _project(modules, **more):
    return cfb_file(vba_tree(modules, **more))


def _word(parts, *overrides, **more):
    return ooxml({"[Content_Types].xml": content_types(("word/document.xml", "main"), *overrides, **more), "word/document.xml": b"<w:document/>", **parts})


def _excel_sheet(state):
    return ooxml({
        "[Content_Types].xml": content_types(("xl/workbook.xml", "main"), ("xl/macrosheets/a.xml", SHEET_TYPE)),
        "xl/workbook.xml": f'<workbook><sheets><sheet name="a" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "xlMacrosheet", "macrosheets/a.xml", False)),
        "xl/macrosheets/a.xml": b"<xm:macrosheet/>"})


def documents():
    """{file name: bytes}"""
    auto, tame = _project({"ThisDocument": AUTO}), _project({"Module1": TAME + COMPRESSIBLE})
    script = "<script>var b='%s';var u=URL.createObjectURL(new Blob([atob(b)]));a.download='x';a.click();</script>"
    return {
        "auto.doc": word_document(more={"Macros": vba_tree({"ThisDocument": AUTO})}),
        "tame.doc": word_document(more={"Macros": vba_tree({"Module1": TAME + COMPRESSIBLE})}),
        "renamed.doc": word_document(more={"Makros": {"X": vba_tree({"ThisDocument": AUTO})["VBA"]}}),
        "stomped.doc": word_document(more={"Macros": vba_tree({"ThisDocument": AUTO}, stomped=True)}),
        "plain.doc": word_document(),
        "rc4.doc": word_document(0x0100, struct.pack("<HH", 1, 1)),
        "api.doc": word_document(0x0100, struct.pack("<HH", 4, 2)),
        "xor.doc": word_document(0x8100),
        "plain.xls": workbook([(0, 0)]),
        "macro.xls": workbook([(0, 0), (2, 1)], names=auto_open_name()),
        "rc4.xls": workbook([(0, 1)], RC4),
        "api.xls": workbook([(0, 1)], API),
        "xor.xls": workbook([], bytes(4), old=True),
        "default_password.xls": locked_workbook("VelvetSweatshop"),
        "other_password.xls": locked_workbook("another one"),
        "vba_and_sheet.xls": workbook([(1, 1)], more={"_VBA_PROJECT_CUR": vba_tree({"ThisWorkbook": TAME})}),
        "macro.ppt": presentation(auto),
        "plain.ppt": presentation(),
        "encrypted.ppt": presentation(token=0xF3D1C4DF),
        "agile.docx": office_package(4),
        "standard.docx": office_package(2),
        "auto.docm": _word({"word/vbaProject.bin": auto}, ("word/vbaProject.bin", VBA_TYPE)),
        "renamed.docx": _word({"word/picture.png": tame}, ("word/picture.png", VBA_TYPE)),
        "by_default.docm": _word({"word/vbaProject.bin": tame}, defaults=[("bin", VBA_TYPE)]),
        "declared_only.docx": _word({}, ("word/vbaProject.bin", VBA_TYPE)),
        "plain.docx": _word({}),
        "drawing.vsdx": ooxml({"[Content_Types].xml": content_types(("visio/document.xml", "ms-visio.drawing.main+xml")), "visio/document.xml": b"<V/>"}),
        "macro.vsdm": ooxml({"[Content_Types].xml": content_types(("visio/vbaProject.bin", VBA_TYPE)), "visio/vbaProject.bin": tame,
                             "visio/document.xml": b"<V/>"}),
        "template.docx": _word({"word/_rels/settings.xml.rels": relations(("r1", "attachedTemplate", "http://files.example/a.dotm", True))}),
        "local_template.docx": _word({"word/_rels/settings.xml.rels": relations(("r1", "attachedTemplate", "file:///C:/Normal.dotm", True))}),
        "hidden_sheet.xlsm": _excel_sheet("veryHidden"),
        "shown_sheet.xlsm": _excel_sheet("visible"),
        "macro.odt": ooxml({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<manifest/>",
                            "content.xml": b'<script:event-listener script:event-name="dom:load"/>',
                            "Basic/Standard/script-lb.xml": b"<library/>", "Basic/Standard/Module1.xml": b"<module/>"}),
        "payload.one": one_note(PNG, PROGRAM),
        "pictures.one": one_note(PNG, PNG),
        "command.lnk": shortcut("..\\cmd.exe", "/c echo sample"),
        "padded.lnk": shortcut("..\\cmd.exe", " " * 300 + "/c echo sample"),
        "folder.lnk": shortcut("..\\Documents", "", folder=True),
        "plain.pdf": pdf("/OpenAction [2 0 R /Fit]", objects=["(trailer <</Encrypt 9 0 R>>)"]),
        "script.pdf": pdf("/OpenAction 3 0 R", objects=["<</S/J#61vaScript/JS(app.alert\\(1\\))>>"]),
        "launch.pdf": pdf("/OpenAction <</S/Launch/F(sample.exe)>>"),
        "packed_script.pdf": pdf(streams=[("/Type/ObjStm/N 1/First 4", b"5 0 <</S/JavaScript/JS(1)>>")]),
        "file.pdf": pdf(streams=[("/Type/EmbeddedFile", auto)]),
        "rc4.pdf": pdf(trailer="/Encrypt 3 0 R", objects=["<</Filter/Standard/V 2/R 3/Length 128/P -4>>"]),
        "aes.pdf": pdf(trailer="/Encrypt 3 0 R", objects=["<</Filter/Standard/V 5/R 6/Length 256/P -4>>"]),
        "empty_password.pdf": locked_pdf(""),
        "locked.pdf": locked_pdf("secret"),
        "dde.docx": ooxml({"[Content_Types].xml": content_types(("word/document.xml", "main")), "word/document.xml":
                           b"<w:p><w:instrText>DDEAU</w:instrText><w:instrText>TO c:\\\\cmd.exe /c echo</w:instrText></w:p>"}),
        "dde.xlsx": ooxml({"[Content_Types].xml": content_types(("xl/workbook.xml", "main"), ("xl/externalLinks/externalLink1.xml", "externalLink+xml")),
                           "xl/workbook.xml": b"<workbook/>", "xl/externalLinks/externalLink1.xml":
                           b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c echo"/></externalLink>'}),
        "prices.xlsx": ooxml({"[Content_Types].xml": content_types(("xl/workbook.xml", "main"), ("xl/externalLinks/externalLink1.xml", "externalLink+xml")),
                              "xl/workbook.xml": b"<workbook/>", "xl/externalLinks/externalLink1.xml":
                              b'<externalLink><ddeLink ddeService="prices" ddeTopic="A"/></externalLink>'}),
        "no_table.pdf": pdf(trailer="/Encrypt 3 0 R", objects=["<</Filter/Standard/V 1/R 2>>"]).replace(b"startxref\n", b"startxref\n9"),
        "package.rtf": rtf_object("Package", auto),
        "packager.doc": word_document(more={"ObjectPool": {"_1": {"\1Ole10Native": packager_stream("見積書.pdf.exe", PROGRAM)}}}),
        "packager.rtf": rtf_object("Package", packager("offer.js", b"WScript.Echo(1)")),
        "packager_text.doc": word_document(more={"ObjectPool": {"_1": {"\1Ole10Native": packager_stream("notes.txt", b"harmless")}}}),
        "plain.rtf": b"{\\rtf1 Nothing is in here.}",
        "page.mht": active_mime_page(auto),
        "smuggle.html": f"<html><script>location.href='data:application/zip;base64,{ARCHIVE}'</script></html>".encode(),
        "smuggle_blob.html": f"<html>{script % NOISE}</html>".encode(),
        "smuggle_numbers.html": ("<html>" + script % "x" + "<script>var n=[" + ",".join(str(n * 7 % 256) for n in range(900)) + "]</script></html>").encode(),
        "saved_page.html": f"<html><img src='data:image/png;base64,{base64.b64encode(PNG * 20).decode()}'>{script % 'x'}</html>".encode(),
        "export_button.html": f"<html>{script % 'c2hvcnQ='}</html>".encode(),
        "shell.vbs": b'CreateObject("WScript.Shell").Run "calc.exe"\r\n',
        "shell.txt": b'Set s = CreateObject("WScript.Shell")\r\n',
        "notes.txt": b"The script engine is called wscript; see the manual.\r\n",
        "macro.slk": b"ID;P\r\nO;E\r\nNN;NAuto_open;ER1C1;KOut\r\nE\r\n",
        "plain.slk": b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n",
    }


SEEDS = ("default_password.xls auto.doc macro.xls rc4.xls macro.ppt agile.docx auto.docm hidden_sheet.xlsm macro.odt payload.one padded.lnk "
         "script.pdf packed_script.pdf file.pdf no_table.pdf empty_password.pdf dde.docx package.rtf packager.doc packager.rtf page.mht smuggle_blob.html smuggle_numbers.html macro.slk").split()


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=f"{here}/documents")
    parser.add_argument("--corpus", help="also as seeds for the fuzzer, in this folder")
    options = parser.parse_args()
    made = documents()
    for folder, names in ((options.out, made), (options.corpus, SEEDS)):
        if folder:
            os.makedirs(folder, exist_ok=True)
        for name in names if folder else ():
            data = made[name]
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)


if __name__ == "__main__":
    main()
