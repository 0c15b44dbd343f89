"""What the templates of the site print: labels, headings and whole sentences. Pure.

`{name}` is a place that the template fills, with text or with markup; a translation may move it.
"""

from __future__ import annotations

from tracker.language import N_

# ---- the head of every page, for search engines and shared links ---------------------------------------

DESCRIPTION = N_(
    "Who has signed, ratified, acceded to or left the treaties that are followed here, since when, and on which"
    " evidence. Unofficial compilation."
)
CARD = N_("Convention tracker: who is bound by which treaty, since when, and what changed. Unofficial compilation.")

# ---- about page -------------------------------------------------------------------------------------

ABOUT = N_("About the data")
ABOUT_LEAD = N_(
    "What this is, who runs it, how it was read, what was and what was not verified, what may be done with it, and how "
    "to cite it."
)
WHAT_THIS_IS = N_("What this is")
ABOUT_TRACKER = N_(
    "The depositaries of treaties publish charts of who has signed and consented. The tracker reads them on a "
    "schedule, keeps every page as it came, compares each with the last one that was believed, and tells what "
    "changed as acts of treaty law. These pages are made from its database; they need no server and ask nothing "
    "of anybody's."
)
HOW_READ = N_("How it was read")
FROM_HOST = N_("from {source} ({host})")
FROM = N_("from {source}")
COMPILED_LIST = N_("from the list bundled with the tracker, compiled from public sources; no source has been read yet")
STATUS_AS_OF = N_("status as of {day}")
LAST_READ = N_("last read {moment}")
NOTHING_READ = N_("nothing has been read yet")
DOUBTS = N_(
    "A chart that looks broken (too few rows, too many facts gone, impossible dates) changes nothing here until a"
    " person has looked at it. A fact that vanishes is shown until a second read, hours later, does not show it "
    "either."
)
VERIFIED = N_("What was verified, and what was not")
KEPT = N_(
    "Every fact that was read stands in a page that was kept byte for byte; its number and hash are given with "
    "each change."
)
BUNDLED = N_(
    "What stands in the lists that are bundled with the tracker was compiled from public sources, and is checked "
    "against the depositary at the first live read."
)
NOT_VERIFIED = N_(
    "Not verified: the depositary's own instruments. Where the chart errs, these pages err with it, until it is "
    "corrected there."
)
ONE_COLUMN = N_(
    "The chart's column “Ratification” does not tell ratification, acceptance and approval apart; the exact kind "
    "is given only where another source has it."
)
COMPUTED = N_("Dates marked as expected are computed from the treaty's rule and were printed by no source.")
GAPS = N_("Gaps")
DISAGREE_ALL = N_("Where sources, rules and official figures disagree")
HOW_TO_CITE = N_("How to cite")
CITE_DEPOSITARY = N_(
    "Cite the depositary for the law, and this page for how it was read. Each participant's page has a citation "
    "of its own."
)
FOR_PROGRAMS = N_("For programs")
TWINS = N_(
    "Every page has a twin: the same address with {json} in place of {html}. {data} has a row a participant and "
    "treaty; {changes} every change; {feeds} and the {calendar} can be subscribed to. Addresses do not change: a "
    "participant's is its ISO 3166-1 alpha-3 code, a change's its number. A file is written anew when what it "
    "says changes: the status day that it carries may be older than the newest, which {index} has. In {map} and "
    "{between} a day that is {null} stands for the status day, and an empty one for the beginning."
)
FEEDS = N_("feeds")
CALENDAR_LINK = N_("calendar")
THE_MAP = N_("The map")
MAP_ORIGIN = N_("{source}; {licence}. Decisions about borders:")

# ---- between page -----------------------------------------------------------------------------------

BETWEEN = N_("Between two States on a day")
BETWEEN_LEAD = N_("Was a treaty in force between them, since when, and under which statements?")
ONE = N_("One")
OTHER = N_("The other")
CHOOSE = N_("choose")
ON = N_("On")
BETWEEN_NO_SCRIPT = N_(
    "This page looks its answer up with JavaScript. Without it: each participant's page gives the day since which"
    " it is bound; a treaty is in force between two Parties since the later of the two days."
)

# ---- changes page -----------------------------------------------------------------------------------

CHANGES = N_("Changes")
CHANGES_LEAD = N_(
    "Every change that was noticed, the last noticed first: what was shown before, what is shown now, where it "
    "was read."
)
TREATY = N_("Treaty")
KIND = N_("Kind")
NATURE = N_("Nature")
ALL = N_("all")
WORDS = N_("Words")
WORDS_EXAMPLE = N_("Hungary, ratification, 2026 …")
CHRONOLOGY = N_("Chronology")
CHRONOLOGY_LEAD = N_(
    "What was done, by the acts' own dates, the latest first: signatures, consents, entries into force, denunciations. "
    "Each says whether it was observed here, or is from the chart as it was first read. Dates to come are in the "
    "{calendar}."
)
CHRONOLOGY_CUT = N_("The {shown} latest of {all} acts are here; all of them are in {json}.")
NO_ACTS = N_("No act with a date is known: nothing has been read yet.")
OBSERVED = N_("Observed")
BOTH = {"yes": N_("observed"), "no": N_("from the chart, a copy or the bundled list")}
ACTS_LINK = N_("acts by their own dates")
NO_CHANGES = N_(
    "No change has been noticed: what a first read shows, or the bundled list, is history, and stands in the dossiers."
)
NOTICED_ON = N_("noticed {day}")
CHANGE_OF_KIND = N_("Change no. {number}: {kind}")
BEFORE = N_("Before")
AFTER = N_("After")
NOTHING = N_("nothing")
WORD_BY_WORD = N_("Word by word")
NOTICED = N_("Noticed")
NOTICED_ARCHIVED = N_("{moment}, in an archived copy published on {day}; not observed by us then")
NOTICED_AT = "{moment}"
SOURCE = N_("Source")
EVIDENCE = N_("Evidence")
FETCHED_EVIDENCE = N_("no. {number}, fetched {moment}")
PARTICIPANT = N_("Participant")
LINK = N_("Link")
AS_A_FEED = N_("As a feed:")
ALL_CHANGES_LINK = N_("all changes")

# ---- every page -------------------------------------------------------------------------------------

PAGE_TITLE = N_("{title} – convention tracker")
ALL_CHANGES = N_("All changes")
SKIP = N_("Skip to the content")
TRACKER = N_("Convention tracker")
UNOFFICIAL = N_("Unofficial compilation from public sources")
PAGES = N_("Pages")
#: Between a name and what is said of it; between two clauses.
COLON, SEMICOLON = N_(": "), N_("; ")
ABOUT_PAGE = N_("About this page")
NO_STATUS_DAY = N_("no status day")
SOURCE_FETCHED = N_("source: {source}; fetched {moment}")
SOURCE_BUNDLED = N_("from the list bundled with the tracker; no source has been read yet")
AS_JSON = N_("This page as JSON")
AS_CSV = N_("All data as CSV")
CALENDAR = N_("Calendar")
FEED_OF_ALL = N_("Feed of all changes")
VERSION = N_("convention tracker {version}")
STATUS_SENTENCE = N_("Status as of {day}")
STATUS_UNKNOWN = N_("No status day is known")
SOURCE_IS = N_("source: {source}")
BUNDLED_LIST = N_("from the list bundled with the tracker; no source has been read yet")
IN_BUNDLED_LIST = N_("(bundled list)")
NO_ACT = N_("no act")
NOT_KNOWN = N_("not known")
NO_STATEMENT = N_("no statement")
CHANGE_NO = N_("change no. {number}")
AS_BIBTEX = N_("As BibTeX")
CITE_NOTE = N_(
    "Written when this page last changed; the foot of the page has the newest status day and the head of the "
    "history. Add the page's address and the day on which you read it."
)
A_WARNING = N_("lapses unless extended")
EXPECTED = N_("expected, computed here")
DATE = N_("Date")
FOR = N_("For")
WHAT = N_("What")
ITSELF = N_("the treaty itself")
OFFICIAL = N_("Official page")
OFFICIAL_CHART = N_("Official chart of signatures and ratifications")
OFFICIAL_TEXT = N_("Official text")
OFFICIAL_STATEMENTS = N_("Official list of reservations and declarations")
EVIDENCE_NO = N_("evidence no. {number} (sha256 {sha256})")

# ---- map page ---------------------------------------------------------------------------------------

MAP = N_("Map")
DAY = N_("Day")
EARLIER = N_("Earlier act")
LATER = N_("Later act")
MAP_NO_SCRIPT = N_("Choosing another treaty or day needs JavaScript.")
MAP_ON = N_("{treaty} on {day}")
NOTHING_READ_SENTENCE = N_("Nothing has been read yet.")
MAP_NOTE = N_(
    "Borders and shading imply no opinion on the status of any territory or on frontiers; the map shows standing,"
    " not control. Territories are not coloured by the State that is responsible for them unless a declaration "
    "extends the treaty to them. Who was invited on past days is not known: invitations show on the status day "
    "alone."
)
SAME_IN_WORDS = N_("The same in words")

# ---- front page -------------------------------------------------------------------------------------

NOW = N_("Who is bound, and what changed")
SOURCE_NAMES_NO_DAY = N_("the source names no status day")
AFTER_THESE_DAYS = N_("What happened after these days is not known here.")
WHERE_TREATIES_STAND = N_("Where the treaties stand")
SIGNED_EVER = N_("{count} have signed at any time, whatever followed.")
IN_FORCE_SINCE = N_("In force since {day}.")
COUNTING = N_(
    "Counted as the Council of Europe counts. Signing is not being bound: a treaty binds a State only after it "
    "has also consented (ratified, accepted, approved or acceded) and the treaty has entered into force for it. "
    "Being invited to accede is not joining. Of a treaty that is not in force nobody is a Party yet."
)
ON_THE_MAP = N_("{treaty} on the map")
CHOOSE_ON_MAP = N_("Choose a treaty and a day on the map")
CHANGED_LAST = N_("What changed last")
ALL_OF = N_("All {count} changes")
QUIET = N_("No change has been noticed since the first read.")
UNREAD = N_("No source has been read yet: what these pages show is the list bundled with the tracker.")
LATEST = N_("The latest acts on record:")
NEXT = N_("What takes effect next")
MORE_AHEAD = N_("And {count} later; all dates, by treaty:")
NOTHING_AHEAD = N_("No date lies ahead that a source has printed or that follows from a treaty's rule.")
WHEN_EACH = N_("when each is five years old")
LAPSES = N_(
    "{count} invitation to accede to the {treaty} lapses unless extended, the first {when}, no later decision "
    "being known to us: {each}."
)
LAPSE = N_(
    "{count} invitations to accede to the {treaty} lapse unless extended, the first {when}, no later decision "
    "being known to us: {each}."
)
WHO_NEXT = N_("Who has consented, and who could next")
DISAGREE = N_("Where sources disagree")
NO_DISAGREEMENT = N_("No disagreement is known between sources, the treaties' rules and official figures.")

# ---- page of a participant --------------------------------------------------------------------------

WITH_CODE = N_("Participant {code}")
PREDECESSOR = N_("predecessor: {name}")
STANDING = N_("Standing")
SIGNED = N_("Signed")
CONSENT = N_("Consent")
IN_FORCE = N_("In force")
NOTHING_READ_OF_IT = N_("nothing has been read of this treaty")
NOTHING_READ_OF_IT_YET = N_("Nothing has been read of this treaty yet.")
LEFT_ON = N_("left on {day}")
SUSPENDED_SINCE = N_("suspended since {day}")
WHAT_IT_DID = N_("What it did")
AD_REFERENDUM = N_("ad referendum, subject to confirmation")
BY = N_("by {name}")
AS = N_("as {name}")
EVIDENCE_BARE = N_("evidence no. {number}")
ARCHIVED = N_("seen in an archived copy published on {day} (evidence no. {number}); not observed by us then")
NO_EVIDENCE = N_("no evidence of its own")
COMES_NEXT = N_("What comes next")
COULD_DO_NEXT = N_("Could do next, as far as the treaty's text is known here:")
REFERENCES = N_("References of the depositary")
BY_A_PERSON = N_("noted by a person")
STATEMENTS = N_("Reservations, declarations and other statements")
NOT_YET = N_("not yet")
NOT_IN_EFFECT = N_("not in effect")
DAY_OF_EFFECT = N_("day of effect: {day}")
WITHDRAWN_ON = N_("withdrawn {day}")
SECONDARY = N_("{summary} On record from secondary sources; the depositary's text has not been read.")
NO_LONGER_LISTED = N_("no longer listed")
LAST_SHOWN_ON = N_("last shown {day}; no withdrawal is on record")
IN_FRENCH = N_("The text in French")  # like the next one
NOT_KNOWN_IN_FRENCH = N_("in English: its text in French is not known here")  # on pages in French alone
ORIGINAL_LANGUAGE = N_("original: {language}")
NONE_IN_LIST = N_("None in the list that was read.")
LIST_UNREAD = N_("Not known: the list of statements has not been read.")
DOSSIER_AS_JSON = N_("This dossier as JSON")
FEED_OF_ITS = N_("Feed of its changes")
BETWEEN_IT = N_("Between it and another State")

# ---- route page -------------------------------------------------------------------------------------

ROUTE = N_("May one Party turn to another under an article?")
ROUTE_LEAD = N_("Whether the way is open by the record: who is bound, what was reserved, which authorities are named.")
ASKING = N_("Asking")
ASKED = N_("Asked")
UNDER = N_("Under")
FOR_DATA = N_("For")
ANY_DATA = N_("any data")
PROVIDER_IN = N_("Provider in")
ANYWHERE = N_("anywhere")
AUTHORITY_OF = N_("Authority of")
THE_STATE = N_("the State")
PLACE_IN_TEXT = N_("{place}: {title}")
ROUTE_NO_SCRIPT = N_("This page looks its answer up with JavaScript. Without it: {command} gives the same answers.")

# ---- territories page -------------------------------------------------------------------------------

TERRITORIES = N_("Territorial application")
TERRITORIES_LEAD = N_(
    "Whether each treaty applies in a territory, by what is on record: the State's own statements, those that a "
    "protocol takes over from its parent, and the State's practice. That a territory is listed under a State takes no "
    "side on its status."
)
TERRITORIES_OF = N_("{treaty}, territories")
TERRITORY = N_("Territory")
STATE = N_("State")
ANSWER = N_("Answer")
SINCE = N_("Since")
IN_WORDS = N_("In words")
ON_STATEMENT = N_("[statement {number}]")
NO_TERRITORIES = N_("No State of the chart has a territory in the table.")
CSV = N_("CSV")
JSON = N_("JSON")
TERRITORIES_AS = N_("The same as {csv} and {json}. Dates are ISO (year-month-day).")

# ---- table page -------------------------------------------------------------------------------------

TABLE = N_("Participants and treaties")
SEARCH = N_("Search")
SEARCH_EXAMPLE = N_("a name, or BRA")
ANY_STANDING = N_("any standing")
GROUP = N_("Group")
MEMBERS = N_("member States of the Council of Europe")
OTHERS = N_("other States")
ORGANISATIONS = N_("organisations")
CSV_SHOWN = N_("CSV of what is shown")
ISO_DATES = N_("Dates are ISO (year-month-day). A dash says that no date is known.")

# ---- page over time ---------------------------------------------------------------------------------

TIME = N_("Over time")
TIME_LEAD = N_("Cumulative consents and signatures of each treaty, by the date of the act.")
CONSENTS_NOW = N_("consents ({count})")
SIGNATURES_NOW = N_("signatures, whatever followed ({count})")
PARTIES_NOW = N_("Parties, the treaty being in force for them ({count})")
UP_TO = N_("Up to {day}")
BY_YEAR = N_("The same as a table, by year")
END_OF = N_("End of")
CONSENTS = N_("Consents")
SIGNED_ONLY = N_("Signed without consent")
SIGNATURES = N_("Signatures")
TIME_NOTE = N_(
    "How many were invited on past days is not counted here: the sources list the invited of today, and their "
    "decisions are not all dated. Official figures stand under the year in which they were published, with their "
    "source and what follows from them."
)

# ---- page of a treaty -------------------------------------------------------------------------------

OPENED = N_("Opened for signature")
ENTRY = N_("Entry into force")
NEEDS = N_("Needs")
NEEDED = "{count}"
NEEDED_OF_MEMBERS = N_("{count}, {members} of them by member States of the Council of Europe")
FOR_A_STATE = N_("For a State")
PROTOCOL_TO = N_("Protocol to")
ACCESSION = N_("Accession")
CONSENTED = N_("Consented:")
NEXT_COULD = N_("Next,")
COULD = N_("{count} could {act}")
AHEAD = N_("Dates ahead")
WHO_STANDS = N_("Who stands where")
WHO_COULD = N_("Who could act next")
AS_FAR_AS_KNOWN = N_("As far as the treaty's text is known here; nobody listed is known to prepare for it.")
BY_ARTICLE = N_("Statements by article")
FEW_STATEMENTS = N_(
    "Only a few are on record, from secondary sources. The depositary's list has not been read, so there may be others."
)
MATRIX_KEY = N_(
    "R reservation, D declaration, denunciation or derogation, A authority, T territorial application, C "
    "communication, O objection; struck out: withdrawn. “–”: no article named."
)
MATRIX = N_("Statements by participant and article")
ART = N_("Art. {article}")
STATEMENT_OF = "{statement}, {name}"
STATEMENT_OF_WITHDRAWN = N_("{statement}, {name}, withdrawn")
ARTICLE = N_("Article {article}")
NO_ARTICLE = N_("No article named")
TABLE_LINK = N_("Table")
