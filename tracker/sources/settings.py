"""What the configuration says of a source, one type a kind. Values only: the checks are in `config`."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations at run time

import msgspec


class CoeService(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="coe-service"
):
    """The Treaty Office's JSON data service."""

    api_url: str
    page_url: str  # the page of the service's own app, where a refused key is found anew
    api_key: str = ""  # the public, anonymous key; empty: taken from the page
    grace: str = "0s"
    terms_accepted: str = ""  # a note of the operator; nothing asks for it


class CoeChart(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="coe-chart"
):
    """The chart of signatures and ratifications as a page."""

    url: str  # {number} is filled in
    grace: str = "0s"
    terms_accepted: str = ""  # a note of the operator; nothing asks for it


class CoeMembers(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="coe-members"
):
    """The Cybercrime Division's page of Parties and observers."""

    url: str
    grace: str = "0s"
    terms_accepted: str = ""  # a note of the operator; nothing asks for it


class VerdragenbankXml(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="verdragenbank-xml"
):
    """The Dutch Treaty Database: an independent register, with treaty numbers of its own."""

    url: str  # {number} is filled in
    grace: str = "60d"  # it lagged by up to 41 days (SOURCES 3)
    terms_accepted: str = ""  # a note of the operator; nothing asks for it


class UntcXml(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="untc-xml"):
    """The United Nations Treaty Collection. Its terms ask for a decision of the operator (SOURCES 2)."""

    url: str  # {number}, {chapter} and {volume} are filled in
    grace: str = "0s"
    terms_accepted: str = ""  # who decided it, when and why


class SavedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="file"):
    """A page or response that a person saved."""

    path: str  # relative to the configuration file
    of: str  # the kind it is read as
    published_on: date
    grace: str = "0s"
    terms_accepted: str = ""  # who decided it, when and why


Source = CoeService | CoeChart | CoeMembers | VerdragenbankXml | UntcXml | SavedFile
