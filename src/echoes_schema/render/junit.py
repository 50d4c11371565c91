"""Reports as JUnit XML: a test suite for a file, or an object, a test case for a finding."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as Xml

from echoes_schema.model import Finding, Level, Report
from echoes_schema.render.counts import listed

# XML has no place for them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def report_to_junit(report: Report) -> str:
    """Return a suite for each file with findings, or for each object where there is no file.

    An allowed finding is skipped, and so is what was not compared; an info passes.
    """
    root = Xml.Element("testsuites", name="echoes-schema")
    groups = [(name, list(found)) for name, found in groupby(report.findings, _suite_of)]
    for name, found in groups:
        _suite(root, name, found)
    if not groups:
        attributes = {"tests": "1", "failures": "0", "skipped": "0"}
        suite = Xml.SubElement(root, "testsuite", attributes, name="echoes-schema")
        Xml.SubElement(
            suite,
            "testcase",
            name=f"0 findings in {listed(report.checked)}",
            classname="echoes-schema",
        )
    if report.uncompared:
        _uncompared(root, report)
    _count(root)
    Xml.indent(root)
    return str(Xml.tostring(root, encoding="utf-8", xml_declaration=True), "utf-8")


def _uncompared(root: Xml.Element, report: Report) -> None:
    suite = Xml.SubElement(root, "testsuite", name="not compared")
    for kind, names in report.uncompared.items():
        case = Xml.SubElement(suite, "testcase", name=_clean(kind), classname="not compared")
        Xml.SubElement(case, "skipped", message=_clean(", ".join(names)))
    _count(suite)


def _suite_of(finding: Finding) -> str:
    return finding.path or finding.within or finding.object


def _suite(root: Xml.Element, name: str, found: list[Finding]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=_clean(name))
    for finding in found:
        _case(suite, finding)
    _count(suite)


def _case(suite: Xml.Element, finding: Finding) -> None:
    # A comparison knows objects, the linter characters of a file.
    where = f"{finding.line}:{finding.column}" if finding.column else finding.object
    name = _clean(f"{finding.rule} at {where}")
    case = Xml.SubElement(suite, "testcase", name=name, classname=_clean(_suite_of(finding)))
    if finding.allowed:
        Xml.SubElement(case, "skipped", message=_clean(finding.allowed))
    elif finding.level is not Level.INFO:
        text = f"{finding.object}: {finding.message}".removeprefix(": ")
        failure = Xml.SubElement(case, "failure", type=str(finding.level), message=_clean(text))
        place = f"{finding.path}:{finding.line}:{finding.column}\n" if finding.path else ""
        failure.text = _clean(f"{place}{finding.hint}")


def _count(element: Xml.Element) -> None:
    for name, path in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        if element.tag == "testsuite" or name != "skipped":
            element.set(name, str(len(list(element.iter(path)))))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
