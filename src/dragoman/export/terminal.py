"""The account of a Reading for people, in a terminal or a plain text file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dragoman.export.account import STATUSES, Account, clean, quantity_words
from dragoman.export.periods import words_of
from dragoman.model import Event, Figure, Forecast, Reading, Span, Statement

__all__ = ["write_text"]

_DATE_COLUMN = 22
_WIDTH_IN_FILES = 100
_STYLES = {"happened": "green", "planned": "cyan", "possible": "yellow", "denied": "red", "background": "blue"}


def write_text(readings: Iterable[Reading], file: TextIO, *, explain: bool = False) -> None:
    """Write the account of each Reading; colour where `file` is a terminal that has it and NO_COLOR is not set.

    explain: below each line, the sentence that says so, the words that count between «».
    """
    width = None if file.isatty() else _WIDTH_IN_FILES
    console = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=True, width=width)
    for number, reading in enumerate(readings):
        if number:
            console.print("─" * min(console.width, _WIDTH_IN_FILES), style="dim")
        _Page(console, Account.of(reading), explain=explain).write()


@dataclass(frozen=True, slots=True)
class _Page:
    console: Console
    account: Account
    explain: bool = field(kw_only=True)

    def write(self) -> None:
        self._write_head()
        for section in (self._write_actors, self._write_sources, self._write_events, self._write_figures):
            section()
        self._write_forecasts()
        self._line(Text())

    # Sections

    def _write_head(self) -> None:
        article = self.account.reading.article
        title = clean(article.title or "") or "Article without a headline"
        self._line(Text(title, style="bold"))
        about = (article.publisher, article.byline, words_of(article.published) or "date not known")
        self._line(Text(" · ".join(clean(part) for part in about if part), style="dim"))

    def _write_actors(self) -> None:
        actors, others = self.account.key_actors(), self.account.other_actors()
        if not actors and not others:
            return
        self._heading("Who is who")
        for actor in actors:
            line = Text(clean(actor.name), style="bold")
            notes = [self.account.offices_of(actor), self.account.country_of(actor)]
            notes = [note for note in notes if note] or [actor.kind]
            line.append("  " + " · ".join(notes), style="not bold")
            self._line(line, indent=2)
            self._evidence([office.span for office in actor.offices])
        if others:
            names = ", ".join(clean(actor.name) for actor in others)
            self._line(Text.assemble(("Also named: ", "dim"), names), indent=2)

    def _write_sources(self) -> None:
        groups = self.account.groups()
        if groups:
            self._heading("According to whom")
        for group in groups:
            name = Text(group.name, style="bold")
            if group.note:
                name.append(f"  {group.note}", style="not bold dim")
            self._line(name, indent=2)
            for statement in group.statements:
                self._write_statement(statement)

    def _write_statement(self, statement: Statement) -> None:
        account = self.account
        cue, content = account.words(statement.cue), account.content_of(statement)
        line = Text(f"{cue}: " if cue and content else cue, style="italic")
        line.append(content, style="not italic")
        notes = [
            f"to {account.names(statement.to)}" if account.names(statement.to) else "",
            account.words(statement.venue),
            words_of(statement.date),
            f"as told by {account.according_to([statement.within])}" if statement.within else "",
        ]
        self._notes(line, notes)
        self._line(line, indent=4)
        spans = [*filter(None, (statement.source, statement.cue)), *statement.content]
        self._evidence(spans)

    def _write_events(self) -> None:
        for status, events in self.account.events_by_status().items():
            self._heading(STATUSES[status], style=_STYLES[status])
            for event in events:
                self._write_event(event)

    def _write_event(self, event: Event) -> None:
        account = self.account
        line = Text(account.names(event.actors) or "(not said who)", style="bold")
        line.append(f"  {account.event_type(event)}", style="not bold")
        if event.recipients:
            line.append(" → ", style="not bold")
            line.append(account.names(event.recipients))
        line.append(f"  “{account.words(event.trigger)}”", style="not bold italic")
        notes = [
            account.place_of(event),
            f"condition: {account.words(event.condition)}" if event.condition else "",
            f"according to {account.according_to(event.statements)}" if event.statements else "",
        ]
        self._notes(line, notes)
        self._line(line, indent=2, date=words_of(event.date) or "no date")
        self._evidence([event.trigger], inside=event.evidence)

    def _write_figures(self) -> None:
        figures = self.account.reading.figures
        if figures:
            self._heading("Figures")
        for figure in figures:
            self._write_figure(figure)

    def _write_figure(self, figure: Figure) -> None:
        account = self.account
        line = Text(" ".join(filter(None, (quantity_words(figure.value), clean(figure.unit or "")))), style="bold")
        if figure.what:
            line.append(f"  {account.words(figure.what)}", style="not bold")
        whole = account.figures.get(figure.of or "")
        notes = [
            f"of the {quantity_words(whole.value)}" if whole else "",
            f"according to {account.according_to(figure.statements)}" if figure.statements else "",
        ]
        self._notes(line, notes)
        self._line(line, indent=2)
        for check in account.checks_of(figure):
            mark, style = ("✓", "green") if check.holds else ("✗ does not add up:", "red")
            self._line(Text(f"{mark} {account.check_words(check)}", style=style), indent=4)
        self._evidence([figure.span])

    def _write_forecasts(self) -> None:
        forecasts = self.account.reading.forecasts
        if forecasts:
            self._heading("Forecasts")
        for forecast in forecasts:
            self._write_forecast(forecast)

    def _write_forecast(self, forecast: Forecast) -> None:
        account = self.account
        line = Text(account.words(forecast.phrase), style="bold")
        line.append(f" ({account.probability_words(forecast)})", style="not bold")
        line.append(f"  {account.words(forecast.content)}", style="not bold")
        by = words_of(forecast.by)
        source = account.according_to([forecast.statement]) if forecast.statement else ""
        self._notes(line, [f"by {by}" if by else "", f"according to {source}" if source else ""])
        self._line(line, indent=2)
        self._evidence([forecast.phrase])

    # Lines

    def _heading(self, words: str, style: str = "") -> None:
        self._line(Text())
        self._line(Text(words.upper(), style=f"bold {style}".strip()))

    def _notes(self, line: Text, notes: Iterable[str]) -> None:
        for note in filter(None, notes):
            line.append(f" · {note}", style="not bold dim")

    def _evidence(self, spans: Iterable[Span], inside: Span | None = None) -> None:
        """Write the sentence of each span once, the words of all spans in it between «»."""
        if not self.explain:
            return
        wanted = sorted(set(spans))
        sentences = dict.fromkeys([inside] if inside else map(self.account.sentence_of, wanted))
        for sentence in sentences:
            self._line(self._marked(sentence, [span for span in wanted if span.overlaps(sentence)]), indent=6)

    def _marked(self, sentence: Span, spans: Iterable[Span]) -> Text:
        text, at = self.account.reading.article.text, sentence.start
        line = Text("", style="dim")
        for span in spans:
            start, end = max(span.start, at), min(span.end, sentence.end)
            if start < end:
                line.append(_flat(text[at:start]))
                line.append(f"«{_flat(text[start:end])}»", style="not dim bold")
                at = end
        line.append(_flat(text[at : sentence.end]))
        return line

    def _line(self, line: Text, indent: int = 0, date: str = "") -> None:
        """Write a line, wrapped, with a date before it; what is wrapped stands below its beginning."""
        if not line.plain:
            self.console.print()
            return
        lead = " " * indent + (f"{date} ".ljust(_DATE_COLUMN) if date else "")
        if len(lead) > indent + _DATE_COLUMN:  # a long span of days stands alone, what it is of below
            self.console.print(Text(lead.rstrip(), style="dim"))
            lead = " " * (indent + _DATE_COLUMN)
        room = max(self.console.width - len(lead), 20)
        for number, part in enumerate(line.wrap(self.console, room)):
            part.rstrip()
            before = Text().append(lead if number == 0 else " " * len(lead), style="dim")
            self.console.print(before.append_text(part))


def _flat(words: str) -> str:
    return clean(words.replace("\n", " "))
