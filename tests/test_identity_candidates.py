"""Candidates: names compared part by part, pairs found by keys, and nothing offered that is decided or contradicts."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import polars as pl
import pytest
from command_line import command
from identity_files import iri, load_two
from record_files import write_table

import govgraph
from benchmarks.identity.development import development
from govgraph.graph.graph import Graph
from govgraph.graph.identity.blocking import keys
from govgraph.graph.identity.candidates import candidates
from govgraph.graph.identity.fold import difference, firm, sounds
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.names import compare
from govgraph.graph.table_parts import part_path

PAIRS = Path(__file__).resolve().parent.parent / "benchmarks" / "identity" / "pairs.csv"


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(load_two(tmp_path)) as opened:
        yield opened


def _labelled() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


# Of the pairs that were held out 0.989 are found, a little less than the 0.99 that are aimed at; docs/identity.md says so.
@pytest.mark.parametrize(("held_out", "least"), [("0", 0.995), ("1", 0.985)])
def test_the_labelled_set_is_judged_as_well_as_the_page_says(held_out: str, least: float) -> None:
    rows = [row for row in _labelled() if row["held_out"] == held_out]
    assert len(rows) > 350
    taken = {(row["a"], row["b"]) for row in rows if compare(row["a"], row["b"]).verdict == "same"}
    same = {(row["a"], row["b"]) for row in rows if row["label"] == "same"}
    assert len(taken & same) / len(taken) >= 0.99
    assert len(taken & same) / len(same) >= least
    assert not [row for row in rows if row["label"] == "undecided" and (row["a"], row["b"]) in taken]


def test_names_of_other_people_and_systems_of_transliteration_are_judged_as_well() -> None:
    pairs = development()
    assert len(pairs) > 9000
    taken = [pair for pair in pairs if compare(pair.a, pair.b).verdict == "same"]
    right = sum(pair.label == "same" for pair in taken)
    assert right / len(taken) >= 0.995
    assert right / sum(pair.label == "same" for pair in pairs) >= 0.99
    same = [pair for pair in pairs if pair.label == "same"]
    assert sum(bool(keys(pair.a, True) & keys(pair.b, True)) for pair in same) / len(same) >= 0.98


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Жуков Александр Дмитриевич", "Alexander Dmitrijewitsch Schukow"),
        ("Жуков Александр Дмитриевич", "Alexandre Joukov"),
        ("Щербаков Владимир Иванович", "Wladimir Schtscherbakow"),
        ("Горбачев Михаил Сергеевич", "Michail Gorbatschow"),
        ("Горбачев Михаил Сергеевич", "Michaił Gorbaczow"),
        ("Анатоль Яўгенавіч Карпаў", "Карпов Анатолий Евгеньевич"),
        ("Аляксандр Віктаравіч Багдановіч", "Богданович Александр Викторович"),
        ("Левичев Микола Володимирович", "Nikolai Levichev"),
        ("Cəlal Əliyev", "Алиев Джалал Алирза оглы"),
        ("Айсулуу Тыныбекова", "Тыныбекова Айсулуу Болотовна"),
        ("Исимбаева Гульмира Истайбековна", "Исимбаева Гүлмира Истайбекқызы"),
        ("Кожахметов Арман Тулешович", "KOZHAKHMET Arman"),
        ("Таңатаров Бакыт", "Tangatarov Bakyt"),
        ("Мыңбаев Сауат", "Myngbayev Sauat"),
        ("Мыңбаев Сауат", "Мынбаев Сауат"),
        ("Назиркулов Атхам Ахаткулович", "Nasirkulow Atcham Achatkulowitsch"),
        ("Богданович Вадим Викторович", "Wadsim Bahdanowitsch"),
        ("Старостина Людмила Петровна", "Ludmiła Starascina"),
        ("Старостина Людмила Петровна", "Людміла Старасціна"),
        ("Микита Потураєв", "Никита Потураев"),
        ("Цахиагийн Элбэгдорж", "Tsakhia Elbegdorj"),
        ("Нямаагийн Энхболд", "ENKHBOLD Nyamaa"),
        ("Бадмаанямбуугийн Бат-Эрдэнэ", "BAT-ERDENE Badmaanyambuu"),
        ("Нур-Султан Назарбаев", "Nursultan Nazarbayev"),
        ("Чернявский Тарас", "Taras Tjernjavskyj"),
        ("Есимов Ахметжан", "Akhmetjan Yessimov"),
        ("Əbülfəz Elçibəy", "Ebulfez Elçibey"),
        ("Щербаков Владимир", "Wladimir Stscherbakow"),
        ("Жуков Георгий", "Georgi Shukow"),
        ("Ырысжан Асанов", "Yryszhan Asanov"),
        ("Никитченко Андрей", "Andrei Nikitchenko"),
        ("Карагусов Алмас", "Қарақұсов Алмас"),
        ("Резников Алексей Юрьевич", "Резніков Олексій Юрійович"),
        ("Мухаммедсыдык Асанов", "Muhammadsiddiq Asanov"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert compare(one, other).verdict == "same"
    assert keys(one, True) & keys(other, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Марат Асанов", "Мурат Асанов"),
        ("Ирина Асанова", "Арина Асанова"),
        ("Марина Асанова", "Карина Асанова"),
        ("Жамал Сапаров", "Жамал Жапаров"),
        ("Игорь Назаров", "Igor Bazarov"),
        ("Рустам Зотов", "Рустам Изотов"),
        ("Олександр Денисенко", "Oleksandr Danchenko"),
        ("Делимханов Адам", "Делилханов Адам"),
        ("Мақсуд Қурбонбоев", "Maksud Kurbonboeva"),
        ("Карелин Александр Александрович", "Aleksandr Juriewicz Karielin"),
        ("Дамир Асанов", "Тамир Асанов"),
        ("Мирлан Асанов", "Марлен Асанов"),
        ("Самара Асанова", "Samira Asanova"),
        ("Элдар Асанов", "Элдияр Асанов"),
        ("Шавкат Мирзиёев", "Shavkat Mirzoev"),
        ("Бахтиёр Саидов", "Баходир Саидов"),
        ("Алина Асанова", "Элина Асанова"),
        ("Андрей Зотов", "Андрей Сотов"),
        ("Азамат Кулов", "Азамат Гулов"),
        ("Ахмедов Рустам", "Ахметов Рустам"),
        ("Александр Новак", "Александра Новак"),
        ("Valerii Kravets", "Валерия Кравец"),
        ("Нямаагийн Энхболд", "ENKHBOLD Zandaakhuu"),
        ("Сүхбаатарын Батболд", "Батболдын Сүхбаатар"),
    ],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert compare(one, other).verdict == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Бат-Эрдэнэ", "Бадмаанямбуугийн Бат-Эрдэнэ"),
        ("Касым-Жомарт", "Kassym-Jomart Tokayev"),
        ("Ц. Элбэгдорж", "Цахиагийн Элбэгдорж"),
        ("Ts Elbegdorj", "Цахиагийн Элбэгдорж"),
        ("Дж. Бабанов", "Жоомарт Бабанов"),
        ("К.-Ж. Токаев", "Касым-Жомарт Токаев"),
        ("Токаев К.К.", "Kassym-Jomart Tokayev"),
    ],
)
def test_half_a_name_and_initials_stay_undecided(one: str, other: str) -> None:
    assert compare(one, other).verdict == "undecided"


def test_bodies_of_one_word_and_of_words_that_are_joined(tmp_path: Path) -> None:
    """As two publications of one parliament print its parties."""
    one = [
        {"id": f"p{n}", "kind": "party", "country": "iso3:KGZ", "name_en": x}
        for n, x in enumerate(("AtaZHurt", "Respublika", "SDPK", "Yntymak"))
    ]
    other = [
        {"id": f"p{n}", "kind": "party", "country": f"iso3:{c}", "name_ru": x}
        for n, (c, x) in enumerate(
            (("KGZ", "Ата-Журт"), ("KGZ", "Республика"), ("KAZ", "Республика"), ("KGZ", "Ишеним"))
        )
    ]
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_table(tmp_path / "one-actors.csv", one), dataset="one")
        graph.load(write_table(tmp_path / "other-actors.csv", other), dataset="other")
        found = {(pair.a_name, pair.b_name): pair for pair in graph.identity.candidates().pairs}
    assert found.keys() == {("AtaZHurt", "Ата-Журт"), ("Respublika", "Республика")}
    assert all("of the same country" in pair.agrees for pair in found.values())


def test_all_parts_of_a_large_table_are_looked_at(graph: Graph) -> None:
    """A table of more than 61,440 actors is several files."""
    asan, asan_too = iri("one", "asan"), iri("other", "1")
    tables = graph.version() / "tables"
    rows = pl.read_parquet(part_path(tables, "actors", 0))
    rows.filter(pl.col("iri") != asan_too).write_parquet(part_path(tables, "actors", 0))
    rows.filter(pl.col("iri") == asan_too).write_parquet(part_path(tables, "actors", 1))
    found = candidates(graph.folder, graph.version(), Log())
    assert [(pair.a, pair.b) for pair in found.pairs] == [(asan, asan_too)]


def test_the_keys_find_nearly_all_pairs_of_the_labelled_set() -> None:
    same = [row for row in _labelled() if row["label"] == "same"]
    found = [row for row in same if keys(row["a"], True) & keys(row["b"], True)]
    assert len(found) / len(same) >= 0.98


def test_a_comparison_does_not_depend_on_which_name_comes_first() -> None:
    for row in _labelled()[::7]:
        one, other = compare(row["a"], row["b"]), compare(row["b"], row["a"])
        assert (one.verdict, one.score) == (other.verdict, other.score), row


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Жапаров Садыр Нургожоевич", "Sadyr Japarov", "same"),
        ("Жапаров Садыр Нургожоевич", "Садыр Нургожо уулу Жапаров", "same"),
        ("Жапаров Садыр Нургожоевич", "Жапаров Садыр Бакирович", "different"),
        ("Жапаров С. Н.", "Жапаров Садыр Нургожоевич", "undecided"),
        ("С. Жапаров", "С. Жапаров", "undecided"),
        ("Жапаров", "Садыр Жапаров", "undecided"),
        ("Бакыт Асанов", "Бакыт Асанова", "different"),
        ("", "Садыр Жапаров", "undecided"),
        ("   ...", "'ʻ", "undecided"),
        ("A" * 5000, "B " * 5000, "different"),
    ],
)
def test_parts_of_names(one: str, other: str, verdict: str) -> None:
    assert compare(one, other).verdict == verdict


def test_a_left_out_patronymic_never_scores_like_another_one() -> None:
    full = "Жапаров Садыр Нургожоевич"
    assert compare(full, "Садыр Жапаров").score > compare(full, "Садыр Бакирович Жапаров").score


def test_a_difference_is_a_distance() -> None:
    words = [sounds(word) for word in "Асан Үсөн Асанов Hasan Жапаров Чолпон Ая Xusayn".split()]
    for a, b in product(words, words):
        assert difference(a, b) == difference(b, a)
        assert (difference(a, b) == 0) == (a == b)


def test_candidates_are_what_nobody_decided_and_nothing_contradicts(graph: Graph) -> None:
    asan, asan_too = iri("one", "asan"), iri("other", "1")
    before = graph.ntriples()
    found = graph.identity.candidates()
    assert [(pair.a, pair.b) for pair in found.pairs] == [(asan, asan_too)]
    assert {outcome for *_, outcome in found.pairs[0].parts} == {"agrees"}
    assert "of the same country" in found.pairs[0].agrees or found.pairs[0].agrees == ()
    contradicting = graph.identity.candidates(everything=True).pairs
    assert [pair.contradicts[:11] for pair in contradicting if pair.contradicts] == ["one was born"[:11]]
    assert graph.ntriples() == before
    graph.identity.decide(asan, asan_too, "unsure")
    assert graph.identity.candidates().pairs == []


def test_names_that_too_many_share_are_counted_and_left_out(tmp_path: Path) -> None:
    people = [{"id": f"p{n}", "kind": "person", "name_ru": "Иванов Иван"} for n in range(8)]
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_table(tmp_path / "actors.csv", people))
        found = graph.identity.candidates(block=5)
        assert (found.pairs, found.common) == ([], 1)
        found = graph.identity.candidates(block=8, limit=3)
        assert (len(found.pairs), found.cut) == (3, 25)


def test_the_command_line(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person types: candidates, a file of decisions, the log, an undo."""
    file = tmp_path / "decisions.csv"
    asan, asan_too, bakyt = iri("one", "asan"), iri("other", "1"), iri("one", "bakyt")
    file.write_text(
        f"a,b,judgement,reason\n{asan},{asan_too},same,seat\n{bakyt},{iri('one', 'namesake')},same,\n", "utf-8"
    )

    monkeypatch.setenv("GOVGRAPH_WHO", "Тест")

    def run(*words: str) -> tuple[int, str]:
        return command("identity", *words, "--graph", str(graph.path))

    assert asan_too in run("candidates", "--json")[1]
    sheet = tmp_path / "pairs.csv"
    assert run("candidates", "--to", str(sheet))[0] == 0
    assert "0 taken, 0 decided before, 0 refused" in run("decide", "--from", str(sheet))[1]
    sheet.write_text(sheet.read_text("utf-8").replace(f"{asan_too},,", f"{asan_too},unsure,"), "utf-8")
    assert "1 taken" in run("decide", "--from", str(sheet))[1]
    graph.identity.undo(graph.identity.log()[0].decision.id)
    status, told = run("decide", "--from", str(file))
    assert status == 1
    assert "1 taken, 0 decided before, 1 refused" in told
    assert "wikidata has one for each thing" in told
    assert f"one: {asan}" in run("explain", asan, asan_too)[1]
    *_, entry = graph.identity.log()
    assert entry.decision.who == "Тест"
    exported = tmp_path / "log.sssom.tsv"
    assert run("log", "--to", str(exported))[0] == 0
    assert "0 taken, 1 decided before" in run("decide", "--from", str(exported))[1]
    judgements = tmp_path / "log.jsonl"
    assert run("log", "--to", str(judgements))[0] == 0
    assert "0 taken, 1 decided before" in run("decide", "--from", str(judgements))[1]
    assert "undone" in run("undo", entry.decision.id[:6])[1]
    assert graph.identity.now(asan_too) == asan_too
    status, told = run("decide", asan)
    assert status == 1 and "--from FILE" in told


def test_words_that_are_told_apart_by_firm_sounds_are_not_spellings_of_one() -> None:
    words = sorted({sounds(word) for row in _labelled() for word in row["a"].split()} - {""})
    chance = random.Random(13)
    pairs = [sorted(chance.sample(words, 2)) for _ in range(4000)]
    apart = [(one, other) for one, other in pairs if firm(one) != firm(other)]
    assert len(apart) > 2000
    assert not [pair for pair in apart if difference(*pair) < 1.4]


def test_the_join_leaves_out_no_pair_that_compares_as_the_same(tmp_path: Path) -> None:
    """It leaves out people of another gender or patronymic, but none of whom another name agrees."""
    names = sorted({row[side] for row in _labelled() for side in "ab" if row["held_out"] == "0"})[::4]
    people = [{"id": f"p{n:04}", "kind": "person", "name_en": name} for n, name in enumerate(names)]
    people.append({"id": "two", "kind": "person", "name_en": "Aigul Bakirov", "name_ru": "Айгуль Бакирова"})
    people.append({"id": "one", "kind": "person", "name_ru": "Бакирова Айгуль Асановна", "name_en": ""})
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_table(tmp_path / "people-actors.csv", people), dataset="made")
        found = graph.identity.candidates(limit=1_000_000, block=1_000_000)
    pairs = {frozenset((pair.a_name, pair.b_name)) for pair in found.pairs}
    assert frozenset(("Айгуль Бакирова", "Бакирова Айгуль Асановна")) in pairs
    keyed = [(name, keys(name, True)) for name in names]
    alike = {
        frozenset((one, other))
        for (one, its), (other, others) in combinations(keyed, 2)
        if its & others and compare(one, other).verdict == "same"
    }
    assert len(alike) > 50
    assert alike <= pairs
