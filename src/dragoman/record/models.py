"""The tables of a Record.

Primary, kept for good: KeptArticle, Version, Note, Anchor, Judgement, Verdict, MadeLink, Filing. All others are derived
from them and can be rebuilt (`dragoman rebuild`): ActorRow, StatementRow, Topic, EventRow, Party and EventSource hold the
current version of each article, as JudgedReading has it where people judged its lines; TellingKey, ClaimRow, Passage,
NamingRow and Bearers find what it must be compared with, in as many steps however much is kept; Link holds what it has to do
with others, Shelf where it is filed. RebuildDue says that a new version of the tables waits for `rebuild`.

Lists are in the order of `told`, the newest first, then `version`, then `number`: none of them changes in a rebuild, so a
page goes on where the last one ended.
"""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone

__all__ = [
    "ActorRow",
    "Anchor",
    "Bearers",
    "ClaimRow",
    "EventRow",
    "EventSource",
    "Filing",
    "JudgedReading",
    "Judgement",
    "KeptArticle",
    "Link",
    "MadeLink",
    "NamingRow",
    "Note",
    "OfficeRow",
    "Party",
    "Passage",
    "RebuildDue",
    "Shelf",
    "StatementRow",
    "TellingKey",
    "Topic",
    "Verdict",
    "Version",
]


class _KeptArticles(models.Manager["KeptArticle"]):
    def get_by_natural_key(self, key: str) -> "KeptArticle":
        return self.get(key=key)


class KeptArticle(models.Model):
    """One article through all its versions."""

    key = models.CharField(max_length=32, unique=True)  # what makes two texts versions of one article; see identity.py
    added = models.DateTimeField(default=timezone.now)

    objects = _KeptArticles()

    def natural_key(self) -> tuple[str]:
        """Name this row in a backup, where its number would not hold."""
        return (self.key,)


class _Versions(models.Manager["Version"]):
    def get_by_natural_key(self, fingerprint: str) -> "Version":
        return self.get(fingerprint=fingerprint)


class Version(models.Model):
    """An article's text as it stood once, with what was read in it."""

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 1 is the first that came
    current = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=32, unique=True)  # of text, address and the source's id
    article_id = models.CharField(max_length=200, db_index=True)
    url = models.TextField(null=True)
    publisher = models.TextField(null=True)
    title = models.TextField(null=True)
    published = models.CharField(max_length=64, null=True)  # EDTF
    published_day = models.DateField(null=True, db_index=True)  # the first day that `published` covers
    text = models.TextField()  # as Reading.article.text, NUL and lone surrogates replaced; for search
    reading = models.BinaryField()  # the Reading's JSON, UTF-8, deflated (zlib); the truth
    added = models.DateTimeField(default=timezone.now)
    # What queries ask. They can be null because SQLite then adds a column in place; a table made anew loses its triggers,
    # which keep the search index (migrations/0002_search.py).
    outlet = models.CharField(max_length=200, null=True)  # `publisher`, folded; "" where there is none
    category = models.CharField(max_length=200, null=True, db_index=True)  # the page's own, folded
    told = models.DateField(null=True)  # `published_day`, or the first day of all where it is not known

    objects = _Versions()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-told", "-id"], condition=models.Q(current=True), name="version_told"),
            models.Index(fields=["outlet", "published_day"], name="version_outlet"),
            models.Index(fields=["category", "-told", "-id"], condition=models.Q(current=True), name="version_shelf"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["kept"], condition=models.Q(current=True), name="one_current_version"),
        ]

    def natural_key(self) -> tuple[str]:
        """Name this row in a backup, where its number would not hold."""
        return (self.fingerprint,)


class Note(models.Model):
    """Something that a person hung on words of an article: a correction, later a comment.

    It is held by quotation, as the W3C's TextQuoteSelector does: the words and what stands around them.
    """

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=32)  # "correction", "comment"
    about = models.CharField(max_length=200, blank=True)  # the row it is about: "events/e3", or nothing
    body = models.TextField()
    author = models.CharField(max_length=200, blank=True)
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    made = models.DateTimeField(default=timezone.now)


class Anchor(models.Model):
    """Where a note's words stand in one version; no place: they are gone, and the note is an orphan there."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="anchors")
    version = models.ForeignKey(Version, models.PROTECT, related_name="anchors")
    start = models.PositiveIntegerField(null=True)  # code points of the text, half-open
    end = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "version"], name="one_anchor_a_version")]


class Judgement(models.Model):
    """What a person decided on one line of a version; never changed, the newest on a line is what counts.

    The machine's line stays in the version's Reading. Another version of the article gets a row of its own, carried over by
    quotation; where the words or the line are gone it has no place there (`local` is null) and is an orphan.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="judgements")
    table = models.CharField(max_length=16)  # "events"
    local = models.CharField(max_length=200, null=True)  # the line's id in the Reading; of an added one, its own
    verdict = models.CharField(max_length=12)  # "confirmed", "corrected", "rejected", "added"
    # Of a corrected or added one: the line as the person has it (model/wire.py); of a rejected one that was added: that one.
    line = models.JSONField(null=True)
    note = models.TextField(blank=True)  # the person's reason
    author = models.CharField(max_length=200, blank=True)  # the name, as it was then
    made = models.DateTimeField(default=timezone.now)
    standing = models.BooleanField(default=True)  # the newest on its line that was not taken back
    withdrawn = models.BooleanField(default=False)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")  # on the version before

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "table", "local"], name="judgement_line")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "table", "local"], condition=models.Q(standing=True), name="one_standing_judgement"
            )
        ]


class JudgedReading(models.Model):
    """A version's Reading with what people decided on its lines; there where anybody judged one. Derived."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="judged")
    reading = models.BinaryField(null=True)  # as Version.reading; null: nothing was changed
    open = models.PositiveIntegerField()  # lines of the machine's that nobody judged


class Filing(models.Model):
    """Where a person filed an article in the desk's own taxonomy; the newest of each facet counts, all are kept."""

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="filings")
    facet = models.CharField(max_length=8)  # facets.FACETS
    values = models.JSONField(default=list)
    derived = models.BooleanField(default=False)  # back to what the article tells; `values` says nothing
    author = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField(default=timezone.now)


class Shelf(models.Model):
    """A value of a facet under which a current version is filed. Derived."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="shelves")
    facet = models.CharField(max_length=8)
    value = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["facet", "value", "version"], name="shelf_value")]


class ActorRow(models.Model):
    """An actor of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="actors")
    local = models.CharField(max_length=200)  # its id in the Reading
    name = models.TextField()
    kind = models.CharField(max_length=16)
    country = models.CharField(max_length=8, null=True)
    # Who it is across articles; see across/actors.py. Nothing: nobody who could be met again ("two officials").
    identity = models.CharField(max_length=250, blank=True)
    folded = models.CharField(max_length=200, blank=True)  # the name
    block = models.CharField(max_length=200, blank=True, db_index=True)  # its last word
    named = models.BooleanField(default=False)  # compared by name: no state, and nobody unnamed
    context = models.JSONField(default=list)  # of those: the countries that the article is on
    end = models.CharField(max_length=32)  # this row as the end of a link; see rows.py
    told = models.DateField(null=True)  # never null: SQLite adds such a column in place

    class Meta:
        indexes: ClassVar = [
            # The newest of somebody, or of a country; see newest.py.
            models.Index(fields=["identity", "-told", "version", "id"], name="actor_told"),
            models.Index(fields=["country", "-told", "kind"], name="actor_country_told"),
            # Those of one identity, in the order in which links tie each to the one before it.
            models.Index(fields=["identity", "end"], name="actor_identity"),
            # Who is meant by a name: read from the index alone, as thousands bear a state's.
            models.Index(fields=["folded", "identity"], name="actor_meant"),
            # How often somebody is called what.
            models.Index(fields=["identity", "name", "version"], name="actor_names"),
        ]


class Bearers(models.Model):
    """How many actors of current versions bear a name in a country, and whom they are told apart from by it."""

    name = models.CharField(max_length=200)  # folded
    country = models.CharField(max_length=8, blank=True)  # nothing: of no known country
    block = models.CharField(max_length=200)  # the name's last word
    count = models.PositiveIntegerField()
    beside = models.JSONField(default=dict)  # of their articles, how many are on each other country too
    leader = models.CharField(max_length=8, blank=True)  # the country that names the group; see across/actors.py

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "country"], name="one_name_a_country")]
        indexes: ClassVar = [models.Index(fields=["block", "country"], name="bearers_block")]


class OfficeRow(models.Model):
    """An office that a current version reports of an actor."""

    actor = models.ForeignKey(ActorRow, models.CASCADE, related_name="offices")
    title = models.TextField()
    of = models.TextField(null=True)  # the name of what it is an office of
    status = models.CharField(max_length=8)  # "current", "former", "incoming"
    start = models.PositiveIntegerField()  # of the words that say so; code points of the text, half-open
    end = models.PositiveIntegerField()
    told = models.DateField(default=dt.date.min)


class StatementRow(models.Model):
    """A statement of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="statements")
    local = models.CharField(max_length=200)
    actor = models.ForeignKey(ActorRow, models.CASCADE, null=True, related_name="statements")
    # Of the one who says it; see newest.py.
    country = models.CharField(max_length=8, null=True)
    kind = models.CharField(max_length=16, null=True)
    sourcing = models.CharField(max_length=16)
    quoted = models.CharField(max_length=16)
    issues = models.BigIntegerField(null=True)  # the contexts of the events told inside it; see rows.bits_of
    content = models.TextField()
    date = models.CharField(max_length=64, null=True)  # EDTF
    # The days of `date`, both included; those of publication where there is no date, nothing where there is neither.
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    lasting = models.PositiveSmallIntegerField(null=True)  # how long it is from the first to the last: see rows.LASTING
    spans = models.JSONField(default=dict)  # {"source": span or null, "cue": span or null, "content": [spans]}
    told = models.DateField(default=dt.date.min)
    number = models.PositiveIntegerField(default=0)  # place in the Reading, from 0
    confidence = models.FloatField(null=True)  # 0 to 1; null: the reader does not tell

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-told", "-version", "number"], name="statement_told"),
            # With what is asked of it beside a time, so that the rows themselves need not be fetched.
            models.Index(
                fields=["lasting", "first_day", "last_day", "sourcing", "country", "kind"], name="statement_in_days"
            ),
            models.Index(
                fields=["country", "-told", "-version", "number", "kind", "issues"], name="statement_country_told"
            ),
            # Of the few that have contexts.
            models.Index(
                fields=["country", "-told", "-version", "number", "kind", "issues"],
                condition=models.Q(issues__isnull=False),
                name="statement_country_issues",
            ),
        ]


class TakesPart(models.Model):
    """What a row in which an actor takes part has of the actor's own; see newest.py."""

    # Never null, but for a country: SQLite adds such columns in place.
    country = models.CharField(max_length=8, null=True)
    kind = models.CharField(max_length=16, null=True)
    told = models.DateField(null=True)

    class Meta:
        abstract = True


class Topic(TakesPart):
    """An actor whom a statement is about, or to whom it is addressed."""

    statement = models.ForeignKey(StatementRow, models.CASCADE, related_name="topics", db_index=False)
    actor = models.ForeignKey(ActorRow, models.CASCADE, related_name="topics", db_index=False)
    role = models.CharField(max_length=8)  # "about" or "to"
    # Of the one who says it.
    by_country = models.CharField(max_length=8, null=True)
    by_kind = models.CharField(max_length=16, null=True)
    start = models.PositiveIntegerField(null=True)  # of a mention in the content; code points of the text
    end = models.PositiveIntegerField(null=True)

    class Meta:
        # All have all that is asked of a row, so that the rows themselves need not be fetched.
        indexes: ClassVar = [
            models.Index(fields=["country", "-told", "kind", "role", "statement"], name="topic_country_told"),
            models.Index(fields=["actor", "role", "statement"], name="topic_actor"),
            # What is said in one country of another.
            models.Index(
                fields=["country", "by_country", "-told", "kind", "by_kind", "role", "statement"],
                condition=models.Q(by_country__isnull=False),
                name="topic_countries_told",
            ),
            models.Index(fields=["statement", "country", "kind", "role"], name="topic_statement"),
        ]


class EventRow(models.Model):
    """An event of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="events")
    local = models.CharField(max_length=200)
    type = models.CharField(max_length=16)
    mode = models.CharField(max_length=24, null=True)
    date = models.CharField(max_length=64, null=True)  # EDTF
    # As a statement's.
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    lasting = models.PositiveSmallIntegerField(null=True)
    auxiliary = models.CharField(max_length=64, blank=True)  # separated by spaces
    contexts = models.CharField(max_length=600, blank=True)  # separated by spaces
    act = models.CharField(max_length=24, blank=True)  # across/tellings.py
    standing = models.CharField(max_length=9, blank=True)
    place = models.TextField(null=True)
    condition = models.TextField(null=True)
    sourcing = models.PositiveSmallIntegerField(null=True)  # of the statements it is told in; see rows.kinds_with
    evidence = models.TextField()
    spans = models.JSONField(default=dict)  # {"evidence": span, "trigger": span, "condition": span or null}
    confidence = models.FloatField(null=True)  # 0 to 1; null: the reader does not tell
    telling = models.JSONField(null=True)  # across/tellings.py; null: nothing that can be compared
    end = models.CharField(max_length=32)  # this row as the end of a link; see rows.py
    # What it tells of, across articles: the end of its first telling; of what cannot be compared with others, its own.
    happening = models.CharField(max_length=32)
    told = models.DateField(default=dt.date.min)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-told", "-version", "number"], name="event_told"),
            models.Index(fields=["type", "-told", "-version", "number"], name="event_type_told"),
            models.Index(fields=["happening", "-told"], name="event_happening_told"),
            models.Index(fields=["act", "first_day"], name="event_act"),
            models.Index(fields=["lasting", "first_day", "last_day"], name="event_in_days"),
            # Of those that are told inside statements.
            models.Index(
                fields=["sourcing", "lasting", "first_day", "last_day"],
                condition=models.Q(sourcing__isnull=False),
                name="event_sourcing_in_days",
            ),
            models.Index(fields=["standing", "last_day"], name="event_standing"),
            models.Index(fields=["standing", "-told", "-version", "number"], name="event_standing_told"),
            models.Index(
                fields=["-told", "-version", "number"],
                condition=models.Q(condition__isnull=False),
                name="event_condition",
            ),
            models.Index(fields=["end"], name="event_end"),
        ]


class Party(TakesPart):
    """An actor's part in an event."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="parties", db_index=False)
    actor = models.ForeignKey(ActorRow, models.CASCADE, related_name="parts", db_index=False)
    role = models.CharField(max_length=16)  # "actor" or "recipient"
    issues = models.BigIntegerField(null=True)  # the event's contexts; see rows.bits_of
    conditional = models.BooleanField(null=True)  # the event has a condition; null: it has none
    start = models.PositiveIntegerField(null=True)  # of a mention in the evidence; code points of the text
    end = models.PositiveIntegerField(null=True)

    class Meta:
        # All have all that is asked of a row, so that the rows themselves need not be fetched.
        indexes: ClassVar = [
            models.Index(fields=["country", "-told", "kind", "role", "event", "issues"], name="party_country_told"),
            models.Index(fields=["actor", "role", "event"], name="party_actor"),
            # Of the few that have a condition, so that those of somebody are found without a look at all that they did.
            models.Index(
                fields=["country", "-told", "kind", "role", "event"],
                condition=models.Q(conditional=True),
                name="party_country_condition",
            ),
            models.Index(
                fields=["actor", "role", "event"],
                condition=models.Q(conditional=True),
                name="party_actor_condition",
            ),
            models.Index(fields=["event", "country", "kind", "role"], name="party_event"),
        ]


class Side(models.Model):
    """A country on whose side somebody takes part in a meeting, as one telling has it; see meetings.py."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="sides")
    country = models.CharField(max_length=8)
    # The event's.
    happening = models.CharField(max_length=32)
    standing = models.CharField(max_length=9)
    told = models.DateField()

    class Meta:
        indexes: ClassVar = [
            # With the number too, so that the rows themselves need not be fetched.
            models.Index(fields=["country", "-told", "happening", "id"], name="side_told"),
            models.Index(fields=["country", "standing", "-told", "happening"], name="side_standing_told"),
            models.Index(fields=["happening", "country", "-told"], name="side_happening"),
        ]


class EventSource(models.Model):
    """A statement inside which an event is reported."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="sources")
    statement = models.ForeignKey(StatementRow, models.CASCADE, related_name="reported")


class TellingKey(models.Model):
    """Where the tellings that one must be compared with are found; see across/blocking.py."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="keys")
    key = models.BigIntegerField()
    day = models.IntegerField()  # of the version's publication, as the proleptic Gregorian ordinal

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "day"], name="telling_key")]


class ClaimRow(models.Model):
    """What a statement of a current version says of a matter between two states; see across/claims.py.

    A claim between three states has three rows, one for each two of them.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="claims")
    key = models.BigIntegerField()
    day = models.IntegerField()  # of the version's publication, as the proleptic Gregorian ordinal
    claim = models.JSONField()
    end = models.CharField(max_length=32)  # the statement as the end of a link; see rows.py

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "day"], name="claim_key")]


class Passage(models.Model):
    """A hash of some words in a row of a current version, by which copies are found; see across/copies.py."""

    # No index of its own: rows are found, and taken away, by their hash.
    version = models.ForeignKey(Version, models.CASCADE, related_name="passages", db_index=False)
    hash = models.BigIntegerField()
    day = models.IntegerField()  # of publication, as the proleptic Gregorian ordinal; 0 where it is not known
    among = models.IntegerField()  # how many such rows the version has

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hash", "day"], name="passage_hash")]


class NamingRow(models.Model):
    """An outlet that a current version names as its source; see across/rereports.py."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="namings")
    outlet = models.CharField(max_length=200)
    day = models.DateField(null=True)  # of the version's publication
    words = models.TextField()
    sentence = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["outlet", "day"], name="naming_outlet")]


class Link(models.Model):
    """What a current version, or a row of it, has to do with another: derived, with its reason and confidence.

    The left one is what the kind says of the right one: it copies it, rereports it, repeats, corroborates, contradicts or
    updates it. Only "same_actor" has no direction.
    """

    key = models.CharField(max_length=32, unique=True)  # of kind and both ends
    kind = models.CharField(max_length=16)
    left = models.ForeignKey(Version, models.CASCADE, related_name="links_out")
    left_row = models.CharField(max_length=210, blank=True)  # "events/e3"; nothing: the article as a whole
    right = models.ForeignKey(Version, models.CASCADE, related_name="links_in")
    right_row = models.CharField(max_length=210, blank=True)
    reason = models.TextField()
    confidence = models.FloatField()  # 0 to 1
    differences = models.JSONField(default=dict)  # what the two tell differently: {"date": [left, right]}
    # The ends by their words: an article's key and the row's quotation. Verdicts hang on them, so they outlive a rebuild,
    # another reader, and another version of the article that has the same sentence.
    left_end = models.CharField(max_length=32, db_index=True)
    right_end = models.CharField(max_length=32, db_index=True)
    told = models.DateField(default=dt.date.min)  # of the left version
    author = models.CharField(max_length=200, null=True)  # of a link that a person made (MadeLink); null: derived

    class Meta:
        indexes: ClassVar = [
            # Not the kind first: SQLite would take that index for whatever asks for some ends and a kind, and read all of it.
            models.Index(fields=["-told", "kind"], name="link_told"),
            # What an article was taken from; see origins.py.
            models.Index(fields=["left"], condition=models.Q(kind__in=["copies", "rereports"]), name="link_taken"),
        ]


class MadeLink(models.Model):
    """A link that a person made. It is among the links (Link) while both ends stand in current versions."""

    kind = models.CharField(max_length=16)
    left = models.ForeignKey(KeptArticle, models.PROTECT, related_name="made_out")
    left_end = models.CharField(max_length=32)
    right = models.ForeignKey(KeptArticle, models.PROTECT, related_name="made_in")
    right_end = models.CharField(max_length=32)
    author = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "left_end", "right_end"], name="one_made_link"),
        ]


class Verdict(models.Model):
    """What a person decided on two ends; kept whether or not a link between them is derived again."""

    about = models.CharField(max_length=16)  # "actor", "event", "article": what the ends are
    left_end = models.CharField(max_length=32)  # the smaller one
    right_end = models.CharField(max_length=32, db_index=True)
    confirmed = models.BooleanField()  # False: rejected
    author = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["about", "left_end", "right_end"], name="one_verdict")]


class RebuildDue(models.Model):
    """What is derived was written for older tables; whoever opens the Record next derives it anew."""

    since = models.DateTimeField(default=timezone.now)
