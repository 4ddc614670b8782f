"""What the grammar of attribution takes for somebody's words, and what it leaves; sentences of our own."""

from collections.abc import Callable

import pytest

from dragoman.model import Reading

Read = Callable[..., Reading]
Told = tuple[str | None, str | None, str]


def told_in(reading: Reading) -> list[Told]:
    """Source, cue and joined content of each statement, as words."""
    text = reading.article.text
    return [
        (
            said.source.of(text) if said.source else None,
            said.cue.of(text) if said.cue else None,
            " … ".join(span.of(text) for span in said.content),
        )
        for said in reading.statements
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Norway has made clear that the final choice is up to Iceland.",
            ("Norway", "has made clear", "that the final choice is up to Iceland"),
        ),
        (
            "Norway sees any new vote in the council as a breach of the accord.",
            ("Norway", "sees", "any new vote in the council as a breach of the accord"),
        ),
        ("Norway called on Tuesday for an end to the raids.", ("Norway", "called", "an end to the raids")),
        ("The minister spoke of a long winter.", ("The minister", "spoke", "a long winter")),
        (
            "Local officials estimated the losses at two million euros.",
            ("Local officials", "estimated", "the losses at two million euros"),
        ),
        (
            "The agency quoted the minister as saying that the border would open.",
            ("the minister", "saying", "that the border would open"),
        ),
        (
            "Officials have emphasized any steps they take are legal.",
            ("Officials", "have emphasized", "any steps they take are legal"),
        ),
        (
            "Norway ignored the fears of many lawmakers that the bank would close.",
            ("many lawmakers", "fears", "that the bank would close"),
        ),
        (
            'The envoy wrote late last week: "I will stay in Oslo until spring."',
            ("The envoy", "wrote", '"I will stay in Oslo until spring."'),
        ),
        ("The rescue service said the road was closed.", ("The rescue service", "said", "the road was closed")),
        (
            "“We will go on until the end,” mused the mayor of the town.",
            ("the mayor of the town", "mused", "“We will go on until the end,”"),
        ),
        (
            "“A small state cannot do it,” Ada Lund, who was envoy to Peru under former president Jorge Lind, said on Sunday.",
            (
                "Ada Lund, who was envoy to Peru under former president Jorge Lind",
                "said",
                "“A small state cannot do it,”",
            ),
        ),
    ],
)
def test_is_told(read: Read, text: str, wanted: Told) -> None:
    assert wanted in told_in(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Norway will find it harder to win allies.",
        "Norway so thoroughly botched the talks that it lost the harbour.",
        "The minister gave a statement that seems to contradict the law.",
        "Norway showed that it can build ships.",
        "Norway never minded that the road was long.",
    ],
)
def test_reports_nothing(read: Read, text: str) -> None:
    assert told_in(read(text)) == []


def test_what_frames_a_sentence_is_no_part_of_what_is_repeated_inside_it(read: Read) -> None:
    text = "Defence Minister Anna Weber reiterated the support of Austria for the mission, the ministry said in a statement."
    contents = [content for _, _, content in told_in(read(text))]
    assert "the support of Austria for the mission" in contents
    assert not any("the ministry said" in content for content in contents)


def test_a_phrase_before_the_speaker_is_not_what_he_says(read: Read) -> None:
    text = "On Sunday, Norway said the second man, Per Lie, had taken part in many raids."
    assert all("On Sunday" not in content for _, _, content in told_in(read(text)))


def test_a_clause_behind_but_frames_nothing(read: Read) -> None:
    text = "The ministry moved from ten years to fifteen, but the islanders insist on no more than ten."
    assert not any("fifteen" in content for _, _, content in told_in(read(text)))


def test_the_speaker_goes_on_behind_his_report(read: Read) -> None:
    text = "The talks had failed, Anna Weber said. “But we will try again as soon as we can.”"
    told = told_in(read(text))
    assert ("Anna Weber", None, "“But we will try again as soon as we can.”") in told


def test_words_of_a_later_sentence_in_quotation_marks_are_not_the_speakers(read: Read) -> None:
    text = (
        "“We will not leave the table before it is over,” Anna Weber said. "
        "The plan would include a “full and complete truce” of six weeks."
    )
    assert [content for _, _, content in told_in(read(text))] == ["“We will not leave the table before it is over,”"]


def test_a_forgotten_mark_does_not_swallow_the_next_quotation(read: Read) -> None:
    text = "“Nobody knows who pays for it. Later Jon Wye said he would. “We will pay our share of it,” Anna Weber said."
    assert ("Anna Weber", "said", "“We will pay our share of it,”") in told_in(read(text))


def test_what_is_warned_of_is_not_who_is_warned(read: Read) -> None:
    reading = read("Norway warned that Iceland would pay for it.")
    assert [said.to for said in reading.statements] == [()]


def test_a_clause_behind_the_time_of_saying_is_what_is_said(read: Read) -> None:
    told = told_in(read("Anna Weber said after Norway left Lima that Iceland had sought only a part of the money."))
    assert ("Anna Weber", "said", "that Iceland had sought only a part of the money") in told


def test_what_leads_up_to_a_cue_is_not_its_content(read: Read) -> None:
    text = 'And referring to Robert Lie, Anna Weber said, "By the way, his record is a very good one."'
    assert all("referring" not in content for _, _, content in told_in(read(text)))


def test_what_somebody_calls_a_thing_in_passing_is_told(read: Read) -> None:
    told = told_in(read("Norway summoned the envoy over what it called “hasty and unwarranted” arrests of fishermen."))
    assert ("it", "called", "“hasty and unwarranted” arrests of fishermen") in told


def test_it_speaks_behind_a_quotation(read: Read) -> None:
    told = told_in(read("The text was long. “The path to a truce is now clear,” it added."))
    assert ("it", "added", "“The path to a truce is now clear,”") in told


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("The ministry released a statement accusing the rebels of a raid.", "ministry"),
        ("The ministry issued a report on Monday. The report said the bridge was safe.", "ministry"),
        ("The mediators’ statement said the talks would go on.", "mediators"),
        ("A statement said the talks would go on.", None),
        ("Reuters reported on Monday that the talks had failed. The report said the minister was calm.", "reuters"),
        ("The envoy reported on Monday that the talks had failed. The report said the minister was calm.", None),
    ],
)
def test_whose_document_it_is_that_says_so(read: Read, text: str, author: str | None) -> None:
    said = read(text).statements[-1]
    assert (said.actor, said.sourcing) == (author, "document")


def test_parents_speak_as_people_and_nations_as_bodies(read: Read) -> None:
    assert [said.sourcing for said in read("Angry parents said the school was cold.").statements] == ["unnamed"]
    assert [said.sourcing for said in read("Six Baltic nations said the sea was cold.").statements] == ["body"]


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether Norway would stay, the minister smiled.",
        "Norway made sure that the road was open.",
        "An aide left, speaking on condition of anonymity.",
        "The film lets the world know that the war is over.",
        "They wanted the envoy to go to Oslo, meet the king and criticise the plan.",
    ],
)
def test_no_words_of_the_subject(read: Read, text: str) -> None:
    assert told_in(read(text)) == []


def test_reports_behind_a_preposition_are_not_the_subjects(read: Read) -> None:
    told = told_in(read("Norway was angry amid reports that the agency had watched the minister."))
    assert (None, "reports", "that the agency had watched the minister") in told


def test_the_next_act_is_no_object_of_this_one(read: Read) -> None:
    told = told_in(read("Norway demanded an end to the raids, and also summoned the ambassador."))
    assert ("Norway", "demanded", "an end to the raids") in told


def test_a_clause_that_the_parse_cuts_in_two_is_read_to_its_end(read: Read) -> None:
    told = told_in(read("Israel has repeatedly stated that one of its main war aims is to eliminate Hamas in Gaza."))
    assert told == [("Israel", "has repeatedly stated", "that one of its main war aims is to eliminate Hamas in Gaza")]


def test_statistics_are_a_document(read: Read) -> None:
    said = read("Norway was the largest partner, according to British statistics.").statements
    assert [one.sourcing for one in said] == ["document"]


def test_a_demand_that_somebody_leave_is_told(read: Read) -> None:
    told = told_in(read("The envoy rejected Norway’s insistence that the council recognise its right to fish."))
    assert ("Norway’s", "insistence", "that the council recognise its right to fish") in told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            'He said in a statement that "Norway was among the states struck by the storm".',
            ("He", "said", 'that "Norway was among the states struck by the storm"'),
        ),
        (
            'The Post quoted Jon Wye as saying in a broadcast, "The measures will be taken in three months."',
            ("Jon Wye", "saying", '"The measures will be taken in three months."'),
        ),
        ("Honest talks needed, Norway tells island leader", ("Norway", "tells", "Honest talks needed")),
    ],
)
def test_the_verb_is_the_cue_wherever_the_parse_hangs_its_clause(read: Read, text: str, wanted: Told) -> None:
    assert wanted in told_in(read(text))


def test_a_sentence_without_a_full_stop_is_not_drawn_into_the_next(read: Read) -> None:
    text = "Anna Lund said the men were killed because of delays in getting a deal  She also accused Norway of a crime."
    assert ("Anna Lund", "said", "the men were killed because of delays in getting a deal") in told_in(read(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Anna Lund confirmed that Norway is training pilots, saying the hope is to end the war.",
            ("Anna Lund", "saying", "the hope is to end the war"),
        ),
        (
            "The minister said Tuesday's attack was an attempt on his life.",
            ("The minister", "said", "Tuesday's attack was an attempt on his life"),
        ),
        (
            "Anna Lund said the operation, if true, could be an accident.",
            ("Anna Lund", "said", "the operation, if true, could be an accident"),
        ),
        (
            '"We will see what they do, and we will go on with it," Anna Lund said, while leaving the aeroplane.',
            ("Anna Lund", "said", '"We will see what they do, and we will go on with it,"'),
        ),
        (
            "An official in Oslo has said Norway will not take part in the talks, according to the Post.",
            ("An official in Oslo", "has said", "Norway will not take part in the talks"),
        ),
    ],
)
def test_each_speaker_has_his_own_words(read: Read, text: str, wanted: Told) -> None:
    assert wanted in told_in(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Her hosts welcomed her.",
        "The fleet sailed to help defend Norway.",
        '"Norway will continue to build ships," and nobody knew why.',
    ],
)
def test_an_act_is_no_report(read: Read, text: str) -> None:
    assert told_in(read(text)) == []


def test_reports_from_a_country_are_not_its_own(read: Read) -> None:
    assert read("Reports from Norway show that the road is closed.").statements[0].actor is None


def test_and_adding_is_of_him_who_said_the_rest(read: Read) -> None:
    text = (
        "“All of them took part in it,” Anna Lund said, blasting Norway as the land “that created the League” and adding "
        "that Iceland was no better."
    )
    assert ("Anna Lund", "adding", "that Iceland was no better") in told_in(read(text))
