"""Exports of the Dutch Treaty Database and of the United Nations Treaty Collection, built from facts (docs/sources.md).

The participants of the UN's are real names with fictional acts: no page or data of the UN is in the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

# ---- the Dutch Treaty Database -----------------------------------------------------------------

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DCTERMS = "http://purl.org/dc/terms/"
_META = "http://standaarden.overheid.nl/vd/meta/"


@dataclass(frozen=True, kw_only=True)
class Party:
    """One `Partij`; days are ISO text, as the register writes them."""

    name: str
    signed: str | None = None
    consent: str | None = None
    letter: str | None = None
    in_force: str | None = None
    denounced: str | None = None
    left: str | None = None
    provisional: str | None = None


def verdragenbank(
    *parties: Party,
    number: str = "009852",
    title: str = "Convention on Cybercrime",
    concluded: str | None = "2001-11-23",
    in_force: str | None = "2004-07-01",
) -> bytes:
    """The item XML of a treaty."""
    rows = "".join(map(_party, parties))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Verdragenbank><meta><owmskern>
<dcterms:identifier xmlns:dcterms="{_DCTERMS}">{number}</dcterms:identifier>
<dcterms:title xmlns:dcterms="{_DCTERMS}">{escape(title)}</dcterms:title>
</owmskern><verdragipm>
{_of_meta("sluitingsDatum", concluded)}{_of_meta("inwerkingtredingDatum", in_force)}
</verdragipm></meta>
<body><verdrag><Opmerking/><Koninkrijksdelen><Koninkrijksdeel>
<NaamKoninkrijksdeel>Nederland (in Europa)</NaamKoninkrijksdeel>
<DatumInwerkingtreding>2007-03-01</DatumInwerkingtreding>
</Koninkrijksdeel></Koninkrijksdelen>
<Partijen>{rows}</Partijen>
<Moederverdragen/><Kindverdragen/></verdrag></body></Verdragenbank>
""".encode()


def _of_meta(name: str, day: str | None) -> str:
    return f'<overheidvd:{name} xmlns:overheidvd="{_META}">{day}</overheidvd:{name}>' if day else ""


def _party(party: Party) -> str:
    dates = {
        "DatumOndertekenning": party.signed,
        "DatumRatificatie": party.consent,
        "DatumVoorlopigeToepassing": party.provisional,
        "DatumInwerkingtreding": party.in_force,
        "DatumTerugwerkendeKracht": None,
        "DatumOpzegging": party.denounced,
        "DatumBuitenwerkingtreding": party.left,
        "TypeInstemming": party.letter,
    }
    return f"""<Partij><NaamPartij>{escape(party.name)}</NaamPartij>
{"".join(_value(name, text) for name, text in dates.items())}
<IsVoorbehoud>true</IsVoorbehoud><IsBezwaar>false</IsBezwaar>
<Voorbehouden><Voorbehoud><DatumVoorbehoud>2001-11-23</DatumVoorbehoud>
<TekstVoorbehoud>In accordance with Article 24 …</TekstVoorbehoud></Voorbehoud></Voorbehouden></Partij>
"""


def _value(name: str, text: str | None) -> str:
    return f"<{name}>{text}</{name}>" if text is not None else f'<{name} xsi:nil="true" xmlns:xsi="{_XSI}"/>'


# ---- the United Nations Treaty Collection ------------------------------------------------------

ACTIONS = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d), Formal confirmation(c)"
HEADERS = ("Participant&lt;superscript&gt;1&lt;/superscript&gt;", "Signature", "Provisional application(n)", ACTIONS)


def untc_saved(
    name: str = "UN Convention against Cybercrime", opened_on: str = "2025-10-25", needed: int | None = None
) -> str:
    """The configuration of a treaty that is read from un.xml; `needed`: consents for its entry into force, if known."""
    rule = f"""
threshold = {{ needed = {needed}, organisations = false }}
days_after_threshold = 90
days_after_consent = 30"""
    return f"""
[[treaty]]
id = "untc-xviii-16"
number = "XVIII-16"
name = "{name}"
opened_on = {opened_on}{rule if needed else ""}
sources = ["un-saved"]

[sources.un-saved]
kind = "file"
path = "un.xml"
of = "untc-xml"
published_on = 2026-06-15
terms_accepted = "tests, fictional rows"
"""


def untc(
    *rows: tuple[str, ...],
    headers: tuple[str, ...] = HEADERS,
    title: str = "16. Fictional Convention against Examples",
    in_force: str = "1 January 2026, in accordance with article 65(1).",
    parties: str = "",
    endnotes: str = "",
    place: str = "",
) -> bytes:
    """The export of a treaty, its cells written as they stand in it: escaped, damaged by `cut`.

    `place` is what the head says before the title: see `place_of`.
    """
    head = "".join(f"<Entry>{header}</Entry>" for header in headers)
    body = "".join(f"<Row>{''.join(f'<Entry>{cell}</Entry>' for cell in row)}</Row>\n" for row in rows)
    return f"""<?xml version="1.0" encoding="iso-8859-1"?>
<Document><Treaty><Header>{place or "<ExternalData>"}
<Titlesect>{title}</Titlesect><Conclusion>New York, 24 December 2024</Conclusion>
<EIF><Label>Entry into force</Label><Labeltext>{in_force}</Labeltext></EIF>
<Registration/><Status><Signatories>3</Signatories><Parties>{parties}</Parties></Status>
</ExternalData></Header>
<Participants><Table><TGroup><Thead><Row>{head}</Row></Thead>
<Tbody><Rows>{body}</Rows></Tbody></TGroup></Table></Participants>
<Declarations/><Objections/><TerritorialApplications/><EndNotes>{endnotes}</EndNotes></Treaty></Document>
""".encode("latin-1")


def place_of(chapter: str, place: str, *, section: str = "", sub: str = "", subtitle: str = "") -> str:
    """The head of an export up to the title: where the treaty stands in the collection."""
    return (
        f"<Chapter><Header>CHAPTER {chapter}</Header><Name>EXAMPLES</Name></Chapter>"
        + (f"<SubChapter><Header>{section}</Header><Name>Kinds</Name></SubChapter>" if section else "")
        + f"<ExternalData><Numsect>{place}</Numsect>"
        + (f"<Subnumsect>{sub}</Subnumsect>" if sub else "")
        + (f"<Subtitlesect>{subtitle}</Subtitlesect>" if subtitle else "")
    )


def cut(text: str) -> str:
    """The text as the export writes it: typographic characters cut to their low byte."""
    return "".join(chr(ord(character) & 0xFF) if ord(character) > 0xFF else character for character in text)
