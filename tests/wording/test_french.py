"""French: names with their articles, days, and each kind of change with the same facts as in English."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_examples import BUDAPEST, EXPECTED, SECOND, F, K, act, context, difference, gone, moved, towards
from stated import differences, statements

from tracker.language import Language, fill, speaking
from tracker.models import ChangeKind, ConsentKind, Difference, Field, Nature, Threshold, Treaty
from tracker.participants import table
from tracker.wording.sentences import SentenceContext, summarise
from tracker.wording.words import (
    alphabetical,
    called,
    day_in_words,
    listed,
    one_line,
    period_in_words,
    the_instrument,
    the_treaty,
    with_article,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SAID = "{who}, {who:de}, {who:à}, {who:en}, {who:a|ont}, {who:lié|liée|liés|liées}"


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with speaking(Language.FRENCH):
        yield


def plain(text: str) -> str:
    """The text with ordinary blanks."""
    return text.replace("\u00a0", " ")


# ---- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "forms"),
    [
        ("France", "la France, de la France, à la France, en France, a, liée"),
        ("Ireland", "l’Irlande, de l’Irlande, à l’Irlande, en Irlande, a, liée"),
        ("Japan", "le Japon, du Japon, au Japon, au Japon, a, lié"),
        ("Azerbaijan", "l’Azerbaïdjan, de l’Azerbaïdjan, à l’Azerbaïdjan, en Azerbaïdjan, a, lié"),
        (
            "United States of America",
            (
                "les États-Unis d’Amérique, des États-Unis d’Amérique, aux États-Unis d’Amérique,"
                " aux États-Unis d’Amérique, ont, liés"
            ),
        ),
        ("Netherlands (Kingdom of the)", "les Pays-Bas, des Pays-Bas, aux Pays-Bas, aux Pays-Bas, ont, liés"),
        ("Philippines", "les Philippines, des Philippines, aux Philippines, aux Philippines, ont, liées"),
        ("Monaco", "Monaco, de Monaco, à Monaco, à Monaco, a, lié"),
        ("Israel", "Israël, d’Israël, à Israël, en Israël, a, lié"),
        ("Cyprus", "Chypre, de Chypre, à Chypre, à Chypre, a, liée"),
        ("Haiti", "Haïti, d’Haïti, à Haïti, en Haïti, a, lié"),
        ("Holy See", "le Saint-Siège, du Saint-Siège, au Saint-Siège, au Saint-Siège, a, lié"),
        ("Kosovo*", "le Kosovo*, du Kosovo*, au Kosovo*, au Kosovo*, a, lié"),
        ("Turkey", "la Turquie, de la Turquie, à la Turquie, en Turquie, a, liée"),
        ("Greenland", "le Groenland, du Groenland, au Groenland, au Groenland, a, lié"),
        ("Nowhere", "Nowhere, de Nowhere, à Nowhere, à Nowhere, a, lié"),
    ],
)
def test_a_name_takes_the_form_that_a_phrase_asks_for(printed: str, forms: str) -> None:
    """Article, elision, contraction, gender and number; a former name stays one, an unknown one stands as printed."""
    assert fill(SAID, who=with_article(printed)) == forms


def test_every_participant_has_its_french() -> None:
    """A name without an article would stand in a sentence like an unknown one."""
    assert [one.id for one in table().by_id.values() if one.french is None] == []
    for one in table().by_id.values():
        assert one.french is not None
        assert (one.french.article == "l’") <= (one.french.name[:1] in "AEIOUYÉÎa-zéî"), one.french
        assert not (one.french.article in ("le", "la") and one.french.name[:1] in "AEIOUÉÎ"), one.french
        assert (one.french.article == "les") is (one.french.place == "aux"), one.french


def test_names_are_listed_in_each_form_and_in_the_order_of_the_alphabet() -> None:
    """An accent makes no other letter."""
    names = listed(map(with_article, alphabetical(["Türkiye", "United States of America", "Spain", "Egypt"])))

    assert f"{names:de}" == "de l’Égypte, de l’Espagne, des États-Unis d’Amérique et de la Türkiye"
    assert fill("{who:a|ont}", who=names) == "ont"
    assert called("Egypt") == "Égypte"


@pytest.mark.parametrize(
    ("name", "said", "of", "short"),
    [
        ("Budapest Convention", "la Convention de Budapest", "de la Convention de Budapest", "la Convention"),
        ("Second Additional Protocol", "le Deuxième Protocole additionnel", "du Deuxième Protocole additionnel",
         "le Protocole"),
        ("Convention d’ailleurs", "la Convention d’ailleurs", "de la Convention d’ailleurs", "la Convention"),
        ("Accord de siège", "l’Accord de siège", "de l’Accord de siège", "l’Accord"),
        ("Something Else", "le traité « Something Else »", "du traité « Something Else »", "le traité"),
        ("", "le traité « STCE 224 »", "du traité « STCE 224 »", "le traité"),
    ],
)  # fmt: skip
def test_a_treaty_has_its_french_name_or_the_configuration_s(name: str, said: str, of: str, short: str) -> None:
    """One that nobody translated keeps its name."""
    treaty = Treaty(id="cets-224", number="224", name=name)

    assert plain(the_treaty(treaty)) == said
    assert plain(f"{the_treaty(treaty):de}") == of
    assert the_instrument(treaty) == short


def test_days() -> None:
    """The first of a month, and periods."""
    assert plain(day_in_words(date(2026, 10, 1))) == "1er octobre 2026"
    assert plain(period_in_words(date(2026, 6, 1), date(2026, 6, 8))) == "du 1er au 8 juin 2026"
    assert plain(period_in_words(date(2026, 5, 30), date(2026, 6, 6))) == "du 30 mai au 6 juin 2026"
    assert plain(period_in_words(date(2026, 6, 1), date(2026, 7, 1))) == "juin 2026"


def test_no_line_breaks_before_a_sign() -> None:
    """Also of a sentence that was made one line again."""
    assert one_line("« ainsi » : voici ; oui") == "«\u00a0ainsi\u00a0»\u00a0: voici\u00a0; oui"
    assert one_line("https://a.example :x") == "https://a.example :x"


# ---- sentences ---------------------------------------------------------------------------------

FRENCH = [
    (act(K.SIGNED, field=F.SIGNED_ON), SECOND, towards(None),
     "La Hongrie a signé le Deuxième Protocole additionnel le 5 février 2026."),
    (act(K.SIGNED, "Serbia", F.SIGNED_ON, "2005-04-07"), BUDAPEST, context(predecessor="Serbia and Montenegro"),
     ("La Serbie-et-Monténégro a signé la Convention de Budapest le 7 avril 2005"
     " (figure aujourd’hui dans la ligne de la Serbie).")),
    (act(K.SIGNED, "Türkiye", F.SIGNED_ON, "2010-11-10"), BUDAPEST, context(name_then="Turkey"),
     "La Türkiye (alors la Turquie) a signé la Convention de Budapest le 10 novembre 2010."),
    (act(K.RATIFIED), SECOND, towards(3),
     ("La Hongrie a déposé son instrument de ratification, d’acceptation ou d’approbation du Deuxième Protocole"
     " additionnel le 5 février 2026 (le troisième des cinq consentements requis ; le Protocole n’est pas en"
     " vigueur).")),
    (act(K.ACCEPTED, "Netherlands", day="2006-11-16"), BUDAPEST, context(in_force_on=date(2007, 3, 1)),
     ("Les Pays-Bas ont déposé leur instrument d’acceptation de la Convention de Budapest le 16 novembre 2006 ;"
     " la Convention entre en vigueur à leur égard le 1er mars 2007.")),
    (act(K.ACCEDED, "Brazil", day="2022-11-30"), BUDAPEST, context(),
     "Le Brésil a adhéré à la Convention de Budapest, par dépôt de son instrument d’adhésion le 30 novembre 2022."),
    (act(K.ENTERED_INTO_FORCE, "United States of America", F.IN_FORCE_ON, "2007-01-01"), BUDAPEST, context(),
     "La Convention de Budapest est entrée en vigueur à l’égard des États-Unis d’Amérique le 1er janvier 2007."),
    (act(K.TREATY_ENTERED_INTO_FORCE, None, F.TREATY_IN_FORCE_ON, "2026-06-01"), SECOND, context(),
     "Le Deuxième Protocole additionnel est entré en vigueur le 1er juin 2026."),
    (moved(F.SIGNED_ON), SECOND, context(),
     ("L’état des signatures et ratifications mentionne désormais, pour la date de signature du Deuxième Protocole"
     " additionnel par les Pays-Bas, le 13 mai 2022 au lieu du 12 mai 2022 ; aucun motif n’est donné.")),
    (gone(F.CONSENT_ON), SECOND, context(),
     ("L’état des signatures et ratifications ne mentionne plus, pour la date à laquelle la Hongrie a exprimé son"
     " consentement à être liée par le Deuxième Protocole additionnel, le 5 février 2026 ; aucun motif n’est donné.")),
    (difference(K.INVITED, F.INVITED, "Kosovo*"), BUDAPEST, context(invited_on=date(2024, 5, 7)),
     ("Le Kosovo* figure parmi les participants invités à adhérer à la Convention de Budapest (décision du 7 mai"
     " 2024).")),
    (difference(K.DENOUNCED, F.DENOUNCED_ON, "Hungary", effective_on=date(2026, 2, 5)), BUDAPEST,
     context(left_on=date(2026, 6, 1), also_denounces=(("24(3)", "the Second Additional Protocol"),)),
     ("La Hongrie a dénoncé la Convention de Budapest (dénonciation notifiée le 5 février 2026 ; prend effet le"
     " 1er juin 2026) ; protocole également dénoncé de ce fait : le Deuxième Protocole additionnel (article 24,"
     " paragraphe 3 du Deuxième Protocole additionnel).")),
]  # fmt: skip


@pytest.mark.parametrize(("told", "treaty", "known", "sentence"), FRENCH)
def test_sentence(told: Difference, treaty: Treaty, known: SentenceContext, sentence: str) -> None:
    """The exact words, in the terms of the Treaty Office."""
    assert plain(summarise(told, treaty=treaty, context=known)) == sentence


# ---- the same facts in both languages ------------------------------------------------------------

_ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FRENCH_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DAY = r"\b(\d+)(?:er)? ({}) (\d{{4}})\b"


def days(text: str, months: str) -> Counter[tuple[int, int, int]]:
    """The days that a text names."""
    names = months.split("|")
    found = re.findall(_DAY.format(months), text)
    return Counter((int(year), names.index(month) + 1, int(day)) for day, month, year in found)


def numbers(text: str) -> Counter[str]:
    """The numbers that it writes in digits."""
    return Counter(re.findall(r"\d+", text))


def same_facts(told: Difference, treaty: Treaty, known: SentenceContext) -> None:
    """Days, numbers and names of a difference are in both sentences, as often in the one as in the other."""
    french = plain(summarise(told, treaty=treaty, context=known))
    with speaking(Language.ENGLISH):
        english = summarise(told, treaty=treaty, context=known)
    assert days(french, _FRENCH_MONTHS) == days(english, _ENGLISH_MONTHS), (english, french)
    assert numbers(french) == numbers(english), (english, french)
    if told.kind is K.RENAMED:
        return  # it quotes what the page prints
    for name in filter(None, (told.name, known.predecessor)):
        with speaking(Language.ENGLISH):
            of_english = english.count(one_line(name))
        assert (french.count(called(name)) > 0) == (of_english > 0), (english, french)


@pytest.mark.parametrize(("told", "treaty", "known", "sentence"), EXPECTED[:-1])
def test_each_kind_says_the_same_as_in_english(
    told: Difference, treaty: Treaty, known: SentenceContext, sentence: str
) -> None:
    """For every sentence that English has an example of; the last is a name that no page prints."""
    assert sentence
    same_facts(told, treaty, known)


_days = st.dates(date(1990, 1, 1), date(2060, 1, 1))
_names = st.sampled_from(["France", "Japan", "Ireland", "Netherlands", "United States of America", "Monaco", "Kosovo*"])
_differences = st.builds(
    Difference,
    kind=st.sampled_from(ChangeKind),
    nature=st.sampled_from(Nature),
    rule=st.just(""),
    field=st.sampled_from(Field),
    participant=st.just("FRA"),
    name=_names,
    before=st.none() | _days.map(str),
    after=st.none() | _days.map(str),
    effective_on=st.none() | _days,
    shown_again=st.booleans(),
)
_contexts = st.builds(
    SentenceContext,
    in_force=st.booleans(),
    consents=st.none() | st.integers(13, 200),
    last_place=st.none() | st.integers(201, 300),
    decisive=st.none() | st.tuples(_days, _names),
    uncounted_without=st.none(),
    reached_on=st.none() | _days,
    expected_on=st.none() | _days,
    consent_kind=st.none() | st.sampled_from(ConsentKind),
    threshold=st.none() | st.builds(Threshold, needed=st.integers(13, 60), members=st.none() | st.integers(13, 20)),
    predecessor=st.none() | _names,
    name_then=st.none() | st.just("Turkey"),
    ad_referendum=st.booleans(),
    bundled=st.booleans(),
    became_member=st.booleans(),
    in_force_on=st.none() | _days,
    left_on=st.none() | _days,
    denounced_on=st.none() | _days,
    left_by_rule=st.none() | _days,
    left_article=st.none() | st.just("47(2)"),
    also_denounces=st.just(()) | st.just((("24(3)", "the Second Additional Protocol"),)),
    invited_on=st.none() | _days,
    statement=st.none() | differences(statements()),
    unconfirmed=st.none() | st.just(("untc-xml", "coe-service")),
    published_on=st.none() | _days,
)


@given(told=_differences, treaty=st.sampled_from([BUDAPEST, SECOND]), known=_contexts)
def test_any_difference_says_the_same_as_in_english(told: Difference, treaty: Treaty, known: SentenceContext) -> None:
    """Whatever is known: one sentence on one line, with the days, numbers and names of the English one."""
    with speaking(Language.FRENCH):
        french = summarise(told, treaty=treaty, context=known)
        assert french.endswith(".")
        assert french.splitlines() == [french]
        same_facts(told, treaty, known)
