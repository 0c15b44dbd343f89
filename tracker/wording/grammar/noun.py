"""A name that agrees with its sentence: `{who}`, `{who:has|have}`, `{who:de}`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Noun(str):
    """A name with its article, and what a phrase may ask of it.

    `{who:has|have}` is the one or the other by the number of the name; of four, `{who:né|née|nés|nées}`, the one by
    gender and number. A single word is a form of the name itself, which only some languages have: `{who:de}` is "de la
    France", "du Japon", "des États-Unis".
    """

    __slots__ = ("feminine", "forms", "plural")
    plural: bool
    feminine: bool
    forms: Mapping[str, str]

    def __new__(
        cls, text: str, *, plural: bool = False, feminine: bool = False, forms: Mapping[str, str] | None = None
    ) -> Noun:
        """The name as a sentence begins with it, and its forms."""
        noun = super().__new__(cls, text)
        noun.plural, noun.feminine, noun.forms = plural, feminine, forms or {}
        return noun

    def __format__(self, asked: str) -> str:
        if not asked:
            return str(self)
        words = asked.split("|")
        if len(words) == 1:
            return self.form(asked)
        if len(words) == 2:
            return words[self.plural]
        singular, feminine, plural, feminines = words
        return (feminines if self.feminine else plural) if self.plural else (feminine if self.feminine else singular)

    def within(self, phrase: str, place: str, **words: object) -> Noun:
        """The name with more around it, in each of its forms: a phrase that has a place for it."""
        filled = {form: phrase.format(**{place: self.form(form)}, **words) for form in self.forms}
        whole = phrase.format(**{place: str(self)}, **words)
        return Noun(whole, plural=self.plural, feminine=self.feminine, forms=filled)

    def with_other(self, phrase: str, others: Noun) -> Noun:
        """Both names as one: a phrase with a place for `states` and for `others`."""
        forms = dict.fromkeys(("", *self.forms, *others.forms))
        return joined(
            (self, others),
            {form: phrase.format(states=format(self, form), others=format(others, form)) for form in forms},
        )

    def form(self, name: str) -> str:
        """One of its forms; the name itself where the language has no other."""
        return self.forms.get(name, str(self))


#: The forms of a name that a script of the site asks for: of, to, in.
FORMS = ("de", "à", "en")


def mark_of(name: str, stands_for: Noun) -> Noun:
    """A mark that agrees as a name does, for which a script puts the name in: `{a}`, and `{a:de}` where French asks for
    that form."""
    forms = {form: f"{{{name}:{form}}}" for form in FORMS if form in stands_for.forms}
    return Noun(f"{{{name}}}", plural=stands_for.plural, feminine=stands_for.feminine, forms=forms)


def for_script(noun: Noun) -> str | dict[str, str | bool]:
    """A name as a script puts it in (`filled` in common.js): its text, and where it has such forms, these and how it
    agrees."""
    forms = {form: noun.form(form) for form in FORMS if form in noun.forms}
    return {"": str(noun), **forms, "plural": noun.plural, "feminine": noun.feminine} if forms else str(noun)


def joined(nouns: Sequence[Noun], texts: Mapping[str, str]) -> Noun:
    """Several names as one, which takes the plural. `texts`: of each form, and of the empty one, the names listed."""
    return Noun(
        texts[""],
        plural=True,
        feminine=bool(nouns) and all(noun.feminine for noun in nouns),
        forms={form: text for form, text in texts.items() if form},
    )
