"""Reports as JUnit XML: a test suite for a file, a test case for a finding."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree as Xml

from echoes_schema.model import Finding, Level, Report

# XML has no place for them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def report_to_junit(report: Report) -> str:
    """Return a suite for each file with findings; an allowed one is skipped, an info passes."""
    root = Xml.Element("testsuites", name="echoes-schema lint")
    groups = [(path, list(found)) for path, found in groupby(report.findings, lambda one: one.path)]
    for path, found in groups:
        _suite(root, path, found)
    if not groups:
        suite = Xml.SubElement(root, "testsuite", name="lint", tests="1", failures="0", skipped="0")
        counts = ", ".join(f"{count} {kind}" for kind, count in report.checked.items())
        Xml.SubElement(suite, "testcase", name=f"0 findings in {counts}", classname="lint")
    _count(root)
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True)


def _suite(root: Xml.Element, path: str, found: list[Finding]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=_clean(path))
    for finding in found:
        _case(suite, finding)
    _count(suite)


def _case(suite: Xml.Element, finding: Finding) -> None:
    name = f"{finding.rule} at {finding.line}:{finding.column}"
    case = Xml.SubElement(suite, "testcase", name=name, classname=_clean(finding.path))
    if finding.allowed:
        Xml.SubElement(case, "skipped", message=_clean(finding.allowed))
    elif finding.level is not Level.INFO:
        text = f"{finding.object}: {finding.message}".removeprefix(": ")
        failure = Xml.SubElement(case, "failure", type=str(finding.level), message=_clean(text))
        failure.text = _clean(f"{finding.path}:{finding.line}:{finding.column}\n{finding.hint}")


def _count(element: Xml.Element) -> None:
    for name, path in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        if element.tag == "testsuite" or name != "skipped":
            element.set(name, str(len(list(element.iter(path)))))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
