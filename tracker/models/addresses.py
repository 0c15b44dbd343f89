"""Where the published site lies, and its pages by address."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.language import Language


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The address of the published site, with a slash at its end; `evidence`: what was read lies beside the pages."""

    base: str
    evidence: bool = False

    def page(self, path: str = "") -> str:
        """A file of the site; the front page for an empty path."""
        folder, _, name = path.rpartition("/")
        return f"{self.base}{f'{folder}/' if folder else ''}{'' if name == 'index.html' else name}"

    def change(self, number: int) -> str:
        """A change."""
        return self.page(change_path(number))

    def dossier(self, participant: str) -> str:
        """What a participant did."""
        return self.page(dossier_path(participant))

    def treaty(self, treaty: str) -> str:
        """A treaty, by its id."""
        return self.page(treaty_path(treaty))


def folder_of(language: Language) -> str:
    """Where the pages of a language lie in the site: those in English at its root."""
    return "" if language is Language.ENGLISH else f"{language}/"


CHANGES_PATH = "changes.html"


CHRONOLOGY_PATH = "chronology.html"


def act_path(key: str) -> str:
    """Of an act by its own date, in the site."""
    return f"{CHRONOLOGY_PATH}#act-{key}"


def change_path(number: int) -> str:
    """Of a change, in the site."""
    return f"{CHANGES_PATH}#change-{number}"


def dossier_path(participant: str) -> str:
    """Of a participant's page, in the site."""
    return f"participant/{participant}.html"


def treaty_path(treaty: str) -> str:
    """Of a treaty's page, in the site."""
    return f"treaty/{treaty}.html"


#: Endings that a browser shows as what they are; the pages of others are text, so that nothing in them can run here.
_ENDINGS = {"application/json": ".json", "text/csv": ".csv"}


def evidence_path(number: int, media_type: str) -> str:
    """Of the bytes of an evidence, in the site. Only JSON and CSV keep their kind: markup could run."""
    kind = media_type.partition(";")[0].strip().lower()
    ending = _ENDINGS.get(kind) or (".txt" if kind.startswith("text/") or kind.endswith("xml") else ".bin")
    return f"documents/{number}{ending}"  # /evidence/ is what `serve` answers from the database
