"""The model card says what was measured, and where the model is weak."""

from dataclasses import replace

from morelli.bundles.bundle import Bundle, save
from morelli.evaluation import card
from morelli.evaluation.names import NAMES


def test_the_record_is_what_was_measured(measured, trained, tmp_path):
    trained_bundle = trained.bundle
    bundle = save(
        tmp_path / "bundle",
        trained_bundle.manifest,
        trained_bundle.graph,
        trained_bundle.background,
    )
    card.record(bundle, measured)
    recorded = Bundle.open(tmp_path / "bundle")
    assert recorded.metrics == measured.to_dict()
    assert recorded.manifest.sha256 == trained.bundle.manifest.sha256
    text = (tmp_path / "bundle" / card.NAME).read_text()
    assert text.startswith("# drawn\n")
    assert "painter (4)" in text and "style (4)" in text
    assert "test_efficientnet" in text and "20 other pictures" in text
    for head in measured.heads.values():
        assert f"{head.measures['accuracy'].value:.4f}" in text
    for name, m in measured.to_dict()["refusal"].items():
        interval = f"{m['low']:.4f} to {m['high']:.4f}"
        assert f"| {NAMES[name]} | {m['value']:.4f} | {interval} | {m['n']} |" in text


def test_the_card_names_whom_it_confuses(measured, trained):
    head = measured.heads["artist"]
    wrong = head.probabilities[:, [1, 0, 2, 3]]  # the first two painters taken for each other
    confused = replace(measured, heads={"artist": replace(head, probabilities=wrong)})
    text = card.card(trained.bundle, confused)
    first, second = head.names[:2]
    assert f"| {first} | 0 of " in text and f"| {second} |\n" in text
