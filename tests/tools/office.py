#!/usr/bin/env python3
"""What LibreOffice makes of a workbook, for the tests. Needs soffice and its module uno (Debian: python3-uno).

usage: office.py fill IN ROWS.json OUT    types rows into the sheet 答复, from the second one on, as on a keyboard;
                                          ROWS.json: {"rows": [{heading: text}], "settings": {item: text}}
       office.py read FILE                every sheet: cells, comments and links, as JSON
       office.py narrow FILE              columns whose heading or date has no room, as JSON
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}


def prop(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def url(path):
    return uno.systemPathToFileUrl(str(Path(path).resolve()))


class Office:
    """A LibreOffice of its own, without the user's settings."""

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory()
        pipe = f"dafu{Path(self.home.name).name}"
        profile = f"-env:UserInstallation={url(self.home.name)}"
        quiet = ["--headless", "--norestore", "--nologo", "--nodefault"]
        self.process = subprocess.Popen(
            ["soffice", profile, *quiet, f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                time.sleep(0.1)
        else:
            sys.exit("LibreOffice did not start")
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        return self

    def __exit__(self, *_):
        try:
            self.desktop.terminate()
            self.process.wait(30)
        except Exception:
            self.process.kill()
        self.home.cleanup()

    def open(self, path):
        more = ()
        if Path(path).suffix == ".csv":
            # As a person accepts it in the dialogue: parted by commas, UTF-8, formulas are formulas.
            more = (prop("FilterName", "Text - txt - csv (StarCalc)"), prop("FilterOptions", "44,34,76,1,,0,false,true,false,false,false,-1,true,true"))
        return self.desktop.loadComponentFromURL(url(path), "_blank", 0, (prop("Hidden", True), *more))


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn


def headings(sheet):
    _, last = used(sheet)
    return {sheet.getCellByPosition(column, 0).String: column for column in range(last + 1)}


def fill(office, source, rows, target):
    document = office.open(source)
    wanted = json.loads(Path(rows).read_text(encoding="utf-8"))
    sheet = document.Sheets.getByName("答复")
    columns = headings(sheet)
    for row, values in enumerate(wanted["rows"], 1):
        for heading, column in columns.items():
            # What is typed is read by the cell's format: text stays text, a date becomes one.
            sheet.getCellByPosition(column, row).FormulaLocal = values.get(heading, "")
        unknown = values.keys() - columns.keys()
        assert not unknown, f"no column {unknown}"
    settings = document.Sheets.getByName("设置")
    last, _ = used(settings)
    items = {settings.getCellByPosition(0, row).String: row for row in range(last + 1)}
    for item, value in wanted.get("settings", {}).items():
        settings.getCellByPosition(1, items[item]).FormulaLocal = value
    document.storeToURL(url(target), (prop("FilterName", FILTERS[Path(target).suffix]),))
    document.close(True)


def read(office, source):
    document = office.open(source)
    found = {}
    for sheet in document.Sheets:
        last_row, last_column = used(sheet)
        cells, links, formulas = {}, {}, []
        for row in range(last_row + 1):
            for column in range(last_column + 1):
                cell = sheet.getCellByPosition(column, row)
                name = cell.AbsoluteName.split(".")[-1].replace("$", "")
                if cell.String:
                    cells[name] = cell.String
                if cell.Type.value == "FORMULA":
                    formulas.append(name)
                for field in cell.TextFields:
                    links[name] = field.URL
        comments = {}
        for note in sheet.Annotations:
            at = note.Position
            name = sheet.getCellByPosition(at.Column, at.Row).AbsoluteName.split(".")[-1].replace("$", "")
            comments[name] = note.String
        colours = {
            name: sheet.getCellRangeByName(name).CellBackColor for name in {*cells, *comments}
        }
        found[sheet.Name] = {
            "visible": sheet.IsVisible, "cells": cells, "links": links, "comments": comments, "colours": colours,
            "formulas": formulas,
        }
    document.close(True)
    return found


def narrow(office, source):
    """A column is wide enough if the program itself would not make it wider for its heading, or for its dates."""
    document = office.open(source)
    faults = []
    for sheet in document.Sheets:
        last_row, last_column = used(sheet)
        widths = [sheet.Columns.getByIndex(column).Width for column in range(last_column + 1)]
        dates = [
            (column, row)
            for column in range(last_column + 1)
            for row in range(1, last_row + 1)
            if "-" in sheet.getCellByPosition(column, row).String and sheet.getCellByPosition(column, row).Type.value == "VALUE"
        ]
        shown = {at: sheet.getCellByPosition(*at).Formula for at in dates}
        for part, keep in (("heading", None), ("date", shown)):
            copy = office.open(source)
            other = copy.Sheets.getByName(sheet.Name)
            for column in range(last_column + 1):
                for row in range(last_row + 1):
                    wanted = row == 0 if keep is None else (column, row) in keep
                    if not wanted:
                        other.getCellByPosition(column, row).String = ""
                if other.getCellByPosition(column, 0).String or any(at[0] == column for at in dates if keep):
                    other.Columns.getByIndex(column).OptimalWidth = True
                    best = other.Columns.getByIndex(column).Width
                    if best > widths[column]:
                        faults.append([sheet.Name, part, column, widths[column], best])
            copy.close(True)
        if any(sheet.getCellByPosition(column, 0).IsTextWrapped for column in range(last_column + 1)):
            faults.append([sheet.Name, "wrapped"])
    document.close(True)
    return faults


def main():
    command, *arguments = sys.argv[1:]
    with Office() as office:
        result = {"fill": fill, "read": read, "narrow": narrow}[command](office, *arguments)
    if result is not None:
        print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
