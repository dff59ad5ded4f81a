"""Every screen, in every language but English, says nothing that isn't of that language or data.

What may be said is read from the language's folder (`texts.py` beside this file), so English words
are found wherever they come from: a text that was forgotten, a template, the server.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Page, expect

FOLDER = Path(__file__).resolve().parents[2] / "webapp/src/app/core/texts"
OTHERS = sorted(each.name for each in FOLDER.iterdir() if each.is_dir() and each.name != "en")
ENGLISH_SENTENCES = Path(__file__).resolve().parents[2] / "src/morelli/inference/sentences.json"

ALIKE = {"Rococo", "Ukiyo-e", "JSON", "CSV", "default", "lines and fields.png", "notes.jpg"}
"""What is called so in every language, and the files that are shown."""

STUDY = "Study after "

SAID = """() => {
  const language = document.documentElement.lang;
  const ours = (element) => (element.closest('[lang]') ?? element).lang === language;
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) || element.localName === 'option';
  const said = [document.title];
  for (const element of document.body.querySelectorAll('*')) {
    if (!ours(element) || !seen(element) || element.closest('script, style')) continue;
    for (const name of ['aria-label', 'aria-roledescription', 'aria-description',
                        'aria-valuetext', 'alt', 'title', 'placeholder']) {
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    }
  }
  return said;
}"""
"""Every text node that is rendered, for eyes or ears, and every accessible name."""

WORDS_OF_DATES = r"""language => ['medium', 'long'].flatMap((dateStyle) =>
  Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(language, { dateStyle, timeStyle: 'short' })
      .formatToParts(new Date(2026, month))
      .map(({ value }) => value.trim()))
    .flat().filter((value) => /\p{L}/u.test(value)))"""


@pytest.fixture(scope="module")
def module(helper: Callable[[str], ModuleType]) -> ModuleType:
    return helper("end_to_end/texts.py")


@pytest.mark.parametrize("language", OTHERS)
def test_english_texts_are_noticed(module: ModuleType, language: str) -> None:
    """All of the English folder but what is spelled alike, as a menu."""
    vocabulary = module.Vocabulary(language, ALIKE)
    english = {*module.texts("en"), *module.sentences(ENGLISH_SENTENCES)}
    alike = {text for text in english if text in module.texts(language)}
    assert len(alike) < 0.1 * len(english)
    for text in english - alike:
        if len(text.replace(module.HOLE, "").split()) > 1:
            for place in ("7", "Claude Monet"):
                filled = text.replace(module.HOLE, place)
                assert not vocabulary.knows(filled) or not module.has_words(filled), text


def test_what_is_a_text_of_typescript(module: ModuleType) -> None:
    code = """
      import { A } from './other';
      const N = { 'a-key': "it's", b: /it's/ };  // it's
      const TEXTS = { c: (n: number) => `${n === 1 ? 'one' : `all ${n}`} of ` + 'these', d: 'x' }
    """
    hole = module.HOLE
    assert module.literals(code) == ["it's", "one", f"all {hole}", f"{hole} of these", "x"]


class Screens:
    """Opens every screen before a visitor; each comes with its name once it is there."""

    def __init__(self, page: Page, address: str, pictures: list[Path]) -> None:
        self.page, self.address, self.pictures = page, address, pictures

    def __iter__(self) -> Iterator[str]:
        yield from self._rooms()
        yield from self._hall()
        yield from self._answers()

    def _rooms(self) -> Iterator[str]:
        rooms = (
            "gallery",
            "painters",
            "painters/paul-klee",
            "painters/nobody",
            "styles",
            "styles/romanticism",
            "about",
            "history",
            "nowhere",
            "answers/there-is-none",
        )
        for room in rooms:
            self.page.goto(f"{self.address}/{room}")
            self.page.wait_for_load_state("networkidle")
            yield room
        self.page.goto(f"{self.address}/confusion")
        self.page.locator("canvas").focus()
        for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
            self.page.keyboard.press(key)
            yield f"confusion, {key}"

    def _hall(self) -> Iterator[str]:
        self.page.goto(self.address)
        expect(self.page.locator(".frame[aria-current]")).to_be_visible()
        yield "hall"
        self.page.locator(".frame[aria-current]").click()
        expect(self.page.locator("dialog .sentence")).to_be_visible()
        yield "hall, a painting off the wall"
        self.page.locator("dialog .label a").click()
        expect(self.page.locator("app-painting-page .sentence")).to_be_visible()
        self.page.locator("app-heat-control select").select_option(index=1)
        self.page.locator("app-painting-page button[aria-expanded=false]").last.click()
        expect(self.page.locator("app-painting-page form")).to_be_visible()
        yield "a painting's page"

    def _answers(self) -> Iterator[str]:
        self.page.goto(f"{self.address}/attribute")
        yield "attribute, empty"
        self.page.locator("input[type=file]").set_input_files(self.pictures)
        expect(self.page.locator("app-answer")).to_have_count(1)
        expect(self.page.locator(".failure")).to_have_count(1)
        yield "an answer and a refusal"
        self.page.locator(".views button").last.click()
        expect(self.page.locator("app-answer-table tbody tr")).to_have_count(2)
        yield "answers in a table"
        self.page.locator(".views button").first.click()
        panels = self.page.locator("app-answer-tools .tools button[aria-expanded]")
        for place in range(panels.count()):
            panels.nth(place).click()
            expect(self.page.locator(".panel")).to_be_visible()
            self.page.wait_for_load_state("networkidle")
            yield f"panel {place}"
        self.page.locator("app-correction-panel button[type=submit]").click()
        yield "a correction without a name"
        expect(self.page.locator("app-correction-panel option")).not_to_have_count(0)
        self.page.locator("app-correction-panel input[type=text]").fill("Paul Klee")
        self.page.locator("app-correction-panel button[type=submit]").click()
        expect(self.page.locator("app-correction-panel form")).to_have_count(0)
        yield "a correction"
        self.page.locator("app-crop-offer button").last.click()
        expect(self.page.locator("app-crop-editor")).to_be_visible()
        yield "crop editor"
        panels.nth(2).click()
        self.page.locator("app-share-panel button").click()
        link = self.page.locator("app-share-panel a")
        expect(link).to_be_visible()
        yield "shared"
        shared = link.get_attribute("href") or ""
        self.page.goto(f"{self.address}/history")
        expect(self.page.locator("main .sentence")).to_have_count(1)
        yield "history, kept"
        self.page.locator("app-history-page .seen").click()
        expect(self.page.locator("app-picture-page .sentence")).to_be_visible()
        yield "a picture's page"
        self.page.goto(shared)
        expect(self.page.locator("main .sentence")).to_be_visible()
        yield "a shared answer"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_said_in_english(
    visitor: Page,
    address: str,
    drawn: Path,
    text_named_jpg: Path,
    module: ModuleType,
    language: str,
) -> None:
    def get(path: str) -> Any:
        return visitor.request.get(f"{address}/api/v1/{path}").json()

    taxonomy = get("taxonomy")
    paintings = get("gallery?size=500")["paintings"]
    labels = {each[name] for each in paintings for name in ("title", "artist_name", "licence")}
    labels |= {each["style_name"] for each in paintings}
    labels |= {get("model")["provenance"]["data"]["name"]}
    # A style of the taxonomy and a study drawn by morelli have names in each language, and so has
    # "after" before a painter's.
    labels -= {style["name"] for style in taxonomy["styles"]}
    data = {each.removeprefix("after ") for each in labels if each and STUDY not in each}
    data |= {painter["name"] for painter in taxonomy["artists"]}
    vocabulary = module.Vocabulary(language, ALIKE | data)
    dates = sorted(visitor.evaluate(WORDS_OF_DATES, language), key=len, reverse=True)

    def strange(text: str) -> bool:
        if vocabulary.knows(text):
            return False
        for word in dates:
            text = text.replace(word, " ")
        return not text.startswith("http") and not vocabulary.knows(text)

    if visitor.locator("app-site-header .menu").is_visible():
        visitor.locator("app-site-header .menu").click()
    visitor.locator("app-site-header select").first.select_option(language)
    expect(visitor.locator("html")).to_have_attribute("lang", language)
    found = {
        text.strip(): screen
        for screen in Screens(visitor, address, [drawn, text_named_jpg])
        for text in visitor.evaluate(SAID)
        if strange(text)
    }
    assert not found, "\n".join(f"{screen}: {text}" for text, screen in found.items())
