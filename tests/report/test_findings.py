"""What may be said of a study, and no more."""

from morelli.report import findings
from morelli.report.results import Results


def entry(better, worse, verdict, difference=0.02):
    low, high = difference - 0.01, difference + 0.01
    return {
        "better": better,
        "worse": worse,
        "verdict": verdict,
        "difference": difference,
        "low": low,
        "high": high,
        "factor": "f",
        "head": "artist",
        "kind": "each at its best",
    }


def said(*entries):
    results = Results(None, {"head": "artist"}, [], list(entries), {})
    (sentence,) = findings.factor(results, "f", "artist")
    return sentence


def test_better_is_said_only_where_a_comparison_says_so():
    same = "no difference seen"
    assert said(entry("a", "b", same)).endswith("no difference seen between any of its values.")
    mixed = said(
        entry("a", "b", same), entry("a", "c", "better", 0.05), entry("b", "c", same, 0.03)
    )
    assert "a is better than c (+5.0 points, 95 % +4.0 to +6.0)" in mixed
    assert "No difference seen between a and b." in mixed


def test_labels_that_look_like_lists_are_quoted():
    sentence = said(entry("dropout 0.5, L2 0.003", "none", "better"))
    assert "“dropout 0.5, L2 0.003” is better than none (" in sentence
