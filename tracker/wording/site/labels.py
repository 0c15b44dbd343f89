"""What the templates of the site print: labels, headings and whole sentences. Pure.

`{name}` is a place that the template fills, with text or with markup; a translation may move it.
"""

from __future__ import annotations

# ---- the head of every page, for search engines and shared links ---------------------------------------

DESCRIPTION = (
    "Who has signed, ratified, acceded to or left the treaties that are followed here, since when, and on which"
    " evidence. Unofficial compilation."
)
CARD = "Convention tracker: who is bound by which treaty, since when, and what changed. Unofficial compilation."

# ---- about page -------------------------------------------------------------------------------------

ABOUT = "About the data"
ABOUT_LEAD = (
    "What this is, who runs it, how it was read, what was and what was not verified, what may be done with it, and how "
    "to cite it."
)
WHAT_THIS_IS = "What this is"
ABOUT_TRACKER = (
    "The depositaries of treaties publish charts of who has signed and consented. The tracker reads them on a "
    "schedule, keeps every page as it came, compares each with the last one that was believed, and tells what "
    "changed as acts of treaty law. These pages are made from its database; they need no server and ask nothing "
    "of anybody's."
)
HOW_READ = "How it was read"
FROM_HOST = "from {source} ({host})"
FROM = "from {source}"
COMPILED_LIST = "from the list bundled with the tracker, compiled from public sources; no source has been read yet"
STATUS_AS_OF = "status as of {day}"
LAST_READ = "last read {moment}"
NOTHING_READ = "nothing has been read yet"
DOUBTS = (
    "A chart that looks broken (too few rows, too many facts gone, impossible dates) changes nothing here until a"
    " person has looked at it. A fact that vanishes is shown until a second read, hours later, does not show it "
    "either."
)
VERIFIED = "What was verified, and what was not"
KEPT = (
    "Every fact that was read stands in a page that was kept byte for byte; its number and hash are given with "
    "each change."
)
BUNDLED = (
    "What stands in the lists that are bundled with the tracker was compiled from public sources, and is checked "
    "against the depositary at the first live read."
)
NOT_VERIFIED = (
    "Not verified: the depositary's own instruments. Where the chart errs, these pages err with it, until it is "
    "corrected there."
)
ONE_COLUMN = (
    "The chart's column “Ratification” does not tell ratification, acceptance and approval apart; the exact kind "
    "is given only where another source has it."
)
COMPUTED = "Dates marked as expected are computed from the treaty's rule and were printed by no source."
GAPS = "Gaps"
DISAGREE_ALL = "Where sources, rules and official figures disagree"
HOW_TO_CITE = "How to cite"
CITE_DEPOSITARY = (
    "Cite the depositary for the law, and this page for how it was read. Each participant's page has a citation "
    "of its own."
)
FOR_PROGRAMS = "For programs"
TWINS = (
    "Every page has a twin: the same address with {json} in place of {html}. {data} has a row a participant and "
    "treaty; {changes} every change; {feeds} and the {calendar} can be subscribed to. Addresses do not change: a "
    "participant's is its ISO 3166-1 alpha-3 code, a change's its number. A file is written anew when what it "
    "says changes: the status day that it carries may be older than the newest, which {index} has. In {map} and "
    "{between} a day that is {null} stands for the status day, and an empty one for the beginning."
)
FEEDS = "feeds"
CALENDAR_LINK = "calendar"
THE_MAP = "The map"
MAP_ORIGIN = "{source}; {licence}. Decisions about borders:"

# ---- between page -----------------------------------------------------------------------------------

BETWEEN = "Between two States on a day"
BETWEEN_LEAD = "Was a treaty in force between them, since when, and under which statements?"
ONE = "One"
OTHER = "The other"
CHOOSE = "choose"
ON = "On"
BETWEEN_NO_SCRIPT = (
    "This page looks its answer up with JavaScript. Without it: each participant's page gives the day since which"
    " it is bound; a treaty is in force between two Parties since the later of the two days."
)

# ---- changes page -----------------------------------------------------------------------------------

CHANGES = "Changes"
CHANGES_LEAD = (
    "Every change that was noticed, the last noticed first: what was shown before, what is shown now, where it "
    "was read."
)
TREATY = "Treaty"
KIND = "Kind"
NATURE = "Nature"
ALL = "all"
WORDS = "Words"
WORDS_EXAMPLE = "Hungary, ratification, 2026 …"
CHRONOLOGY = "Chronology"
CHRONOLOGY_LEAD = (
    "What was done, by the acts' own dates, the latest first: signatures, consents, entries into force, denunciations. "
    "Each says whether it was observed here, or is from the chart as it was first read. Dates to come are in the "
    "{calendar}."
)
CHRONOLOGY_CUT = "The {shown} latest of {all} acts are here; all of them are in {json}."
NO_ACTS = "No act with a date is known: nothing has been read yet."
OBSERVED = "Observed"
BOTH = {"yes": "observed", "no": "from the chart, a copy or the bundled list"}
ACTS_LINK = "acts by their own dates"
NO_CHANGES = (
    "No change has been noticed: what a first read shows, or the bundled list, is history, and stands in the dossiers."
)
NOTICED_ON = "noticed {day}"
CHANGE_OF_KIND = "Change no. {number}: {kind}"
BEFORE = "Before"
AFTER = "After"
NOTHING = "nothing"
WORD_BY_WORD = "Word by word"
NOTICED = "Noticed"
NOTICED_ARCHIVED = "{moment}, in an archived copy published on {day}; not observed by us then"
NOTICED_AT = "{moment}"
SOURCE = "Source"
EVIDENCE = "Evidence"
FETCHED_EVIDENCE = "no. {number}, fetched {moment}"
PARTICIPANT = "Participant"
LINK = "Link"
AS_A_FEED = "As a feed:"
ALL_CHANGES_LINK = "all changes"

# ---- every page -------------------------------------------------------------------------------------

PAGE_TITLE = "{title} – convention tracker"
ALL_CHANGES = "All changes"
SKIP = "Skip to the content"
TRACKER = "Convention tracker"
UNOFFICIAL = "Unofficial compilation from public sources"
PAGES = "Pages"
ABOUT_PAGE = "About this page"
NO_STATUS_DAY = "no status day"
SOURCE_FETCHED = "source: {source}; fetched {moment}"
SOURCE_BUNDLED = "from the list bundled with the tracker; no source has been read yet"
AS_JSON = "This page as JSON"
AS_CSV = "All data as CSV"
CALENDAR = "Calendar"
FEED_OF_ALL = "Feed of all changes"
VERSION = "convention tracker {version}"
STATUS_SENTENCE = "Status as of {day}"
STATUS_UNKNOWN = "No status day is known"
SOURCE_IS = "source: {source}"
BUNDLED_LIST = "from the list bundled with the tracker; no source has been read yet"
IN_BUNDLED_LIST = "(bundled list)"
NO_ACT = "no act"
NOT_KNOWN = "not known"
NO_STATEMENT = "no statement"
CHANGE_NO = "change no. {number}"
AS_BIBTEX = "As BibTeX"
CITE_NOTE = (
    "Written when this page last changed; the foot of the page has the newest status day and the head of the "
    "history. Add the page's address and the day on which you read it."
)
A_WARNING = "lapses unless extended"
EXPECTED = "expected, computed here"
DATE = "Date"
FOR = "For"
WHAT = "What"
ITSELF = "the treaty itself"
OFFICIAL = "Official page"
OFFICIAL_CHART = "Official chart of signatures and ratifications"
OFFICIAL_TEXT = "Official text"
OFFICIAL_STATEMENTS = "Official list of reservations and declarations"
EVIDENCE_NO = "evidence no. {number} (sha256 {sha256})"

# ---- map page ---------------------------------------------------------------------------------------

MAP = "Map"
DAY = "Day"
EARLIER = "Earlier act"
LATER = "Later act"
MAP_NO_SCRIPT = "Choosing another treaty or day needs JavaScript."
MAP_ON = "{treaty} on {day}"
NOTHING_READ_SENTENCE = "Nothing has been read yet."
MAP_NOTE = (
    "Borders and shading imply no opinion on the status of any territory or on frontiers; the map shows standing,"
    " not control. Territories are not coloured by the State that is responsible for them unless a declaration "
    "extends the treaty to them. Who was invited on past days is not known: invitations show on the status day "
    "alone."
)
SAME_IN_WORDS = "The same in words"

# ---- front page -------------------------------------------------------------------------------------

NOW = "Who is bound, and what changed"
SOURCE_NAMES_NO_DAY = "the source names no status day"
AFTER_THESE_DAYS = "What happened after these days is not known here."
WHERE_TREATIES_STAND = "Where the treaties stand"
SIGNED_EVER = "{count} have signed at any time, whatever followed."
IN_FORCE_SINCE = "In force since {day}."
COUNTING = (
    "Counted as the Council of Europe counts. Signing is not being bound: a treaty binds a State only after it "
    "has also consented (ratified, accepted, approved or acceded) and the treaty has entered into force for it. "
    "Being invited to accede is not joining. Of a treaty that is not in force nobody is a Party yet."
)
ON_THE_MAP = "{treaty} on the map"
CHOOSE_ON_MAP = "Choose a treaty and a day on the map"
CHANGED_LAST = "What changed last"
ALL_OF = "All {count} changes"
QUIET = "No change has been noticed since the first read."
UNREAD = "No source has been read yet: what these pages show is the list bundled with the tracker."
LATEST = "The latest acts on record:"
NEXT = "What takes effect next"
MORE_AHEAD = "And {count} later; all dates, by treaty:"
NOTHING_AHEAD = "No date lies ahead that a source has printed or that follows from a treaty's rule."
WHEN_EACH = "when each is five years old"
LAPSES = (
    "{count} invitation to accede to the {treaty} lapses unless extended, the first {when}, no later decision "
    "being known to us: {each}."
)
LAPSE = (
    "{count} invitations to accede to the {treaty} lapse unless extended, the first {when}, no later decision "
    "being known to us: {each}."
)
WHO_NEXT = "Who has consented, and who could next"
DISAGREE = "Where sources disagree"
NO_DISAGREEMENT = "No disagreement is known between sources, the treaties' rules and official figures."

# ---- page of a participant --------------------------------------------------------------------------

WITH_CODE = "Participant {code}"
PREDECESSOR = "predecessor: {name}"
STANDING = "Standing"
SIGNED = "Signed"
CONSENT = "Consent"
IN_FORCE = "In force"
NOTHING_READ_OF_IT = "nothing has been read of this treaty"
NOTHING_READ_OF_IT_YET = "Nothing has been read of this treaty yet."
LEFT_ON = "left on {day}"
SUSPENDED_SINCE = "suspended since {day}"
WHAT_IT_DID = "What it did"
AD_REFERENDUM = "ad referendum, subject to confirmation"
BY = "by {name}"
AS = "as {name}"
EVIDENCE_BARE = "evidence no. {number}"
ARCHIVED = "seen in an archived copy published on {day} (evidence no. {number}); not observed by us then"
NO_EVIDENCE = "no evidence of its own"
COMES_NEXT = "What comes next"
COULD_DO_NEXT = "Could do next, as far as the treaty's text is known here:"
REFERENCES = "References of the depositary"
BY_A_PERSON = "noted by a person"
STATEMENTS = "Reservations, declarations and other statements"
NOT_YET = "not yet"
NOT_IN_EFFECT = "not in effect"
DAY_OF_EFFECT = "day of effect: {day}"
WITHDRAWN_ON = "withdrawn {day}"
SECONDARY = "{summary} On record from secondary sources; the depositary's text has not been read."
NO_LONGER_LISTED = "no longer listed"
LAST_SHOWN_ON = "last shown {day}; no withdrawal is on record"
ORIGINAL_LANGUAGE = "original: {language}"
NONE_IN_LIST = "None in the list that was read."
LIST_UNREAD = "Not known: the list of statements has not been read."
DOSSIER_AS_JSON = "This dossier as JSON"
FEED_OF_ITS = "Feed of its changes"
BETWEEN_IT = "Between it and another State"

# ---- route page -------------------------------------------------------------------------------------

ROUTE = "May one Party turn to another under an article?"
ROUTE_LEAD = "Whether the way is open by the record: who is bound, what was reserved, which authorities are named."
ASKING = "Asking"
ASKED = "Asked"
UNDER = "Under"
FOR_DATA = "For"
ANY_DATA = "any data"
PROVIDER_IN = "Provider in"
ANYWHERE = "anywhere"
AUTHORITY_OF = "Authority of"
THE_STATE = "the State"
PLACE_IN_TEXT = "{place}: {title}"
ROUTE_NO_SCRIPT = "This page looks its answer up with JavaScript. Without it: {command} gives the same answers."

# ---- territories page -------------------------------------------------------------------------------

TERRITORIES = "Territorial application"
TERRITORIES_LEAD = (
    "Whether each treaty applies in a territory, by what is on record: the State's own statements, those that a "
    "protocol takes over from its parent, and the State's practice. That a territory is listed under a State takes no "
    "side on its status."
)
TERRITORIES_OF = "{treaty}, territories"
TERRITORY = "Territory"
STATE = "State"
ANSWER = "Answer"
SINCE = "Since"
IN_WORDS = "In words"
ON_STATEMENT = "[statement {number}]"
NO_TERRITORIES = "No State of the chart has a territory in the table."
CSV = "CSV"
JSON = "JSON"
TERRITORIES_AS = "The same as {csv} and {json}. Dates are ISO (year-month-day)."

# ---- table page -------------------------------------------------------------------------------------

TABLE = "Participants and treaties"
SEARCH = "Search"
SEARCH_EXAMPLE = "a name, or BRA"
ANY_STANDING = "any standing"
GROUP = "Group"
MEMBERS = "member States of the Council of Europe"
OTHERS = "other States"
ORGANISATIONS = "organisations"
CSV_SHOWN = "CSV of what is shown"
ISO_DATES = "Dates are ISO (year-month-day). A dash says that no date is known."

# ---- page over time ---------------------------------------------------------------------------------

TIME = "Over time"
TIME_LEAD = "Cumulative consents and signatures of each treaty, by the date of the act."
CONSENTS_NOW = "consents ({count})"
SIGNATURES_NOW = "signatures, whatever followed ({count})"
PARTIES_NOW = "Parties, the treaty being in force for them ({count})"
UP_TO = "Up to {day}"
BY_YEAR = "The same as a table, by year"
END_OF = "End of"
CONSENTS = "Consents"
SIGNED_ONLY = "Signed without consent"
SIGNATURES = "Signatures"
TIME_NOTE = (
    "How many were invited on past days is not counted here: the sources list the invited of today, and their "
    "decisions are not all dated. Official figures stand under the year in which they were published, with their "
    "source and what follows from them."
)

# ---- page of a treaty -------------------------------------------------------------------------------

OPENED = "Opened for signature"
ENTRY = "Entry into force"
NEEDS = "Needs"
NEEDED = "{count}"
NEEDED_OF_MEMBERS = "{count}, {members} of them by member States of the Council of Europe"
FOR_A_STATE = "For a State"
PROTOCOL_TO = "Protocol to"
ACCESSION = "Accession"
CONSENTED = "Consented:"
NEXT_COULD = "Next,"
COULD = "{count} could {act}"
AHEAD = "Dates ahead"
WHO_STANDS = "Who stands where"
WHO_COULD = "Who could act next"
AS_FAR_AS_KNOWN = "As far as the treaty's text is known here; nobody listed is known to prepare for it."
BY_ARTICLE = "Statements by article"
FEW_STATEMENTS = (
    "Only a few are on record, from secondary sources. The depositary's list has not been read, so there may be others."
)
MATRIX_KEY = (
    "R reservation, D declaration, denunciation or derogation, A authority, T territorial application, C "
    "communication, O objection; struck out: withdrawn. “–”: no article named."
)
MATRIX = "Statements by participant and article"
ART = "Art. {article}"
STATEMENT_OF = "{statement}, {name}"
STATEMENT_OF_WITHDRAWN = "{statement}, {name}, withdrawn"
ARTICLE = "Article {article}"
NO_ARTICLE = "No article named"
TABLE_LINK = "Table"
