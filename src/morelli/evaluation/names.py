"""What measures are called, for people."""

from morelli.evaluation import robustness, works

SECTIONS = {
    "artist": "Artist",
    "style": "Style",
    "refusal": "Knowing what it doesn't know",
    "faithfulness": "Heat maps: deletion and insertion",
    "neighbours": "Nearest paintings",
    "robustness": "Photographs of paintings",
    "works": "Recognising works",
    "elsewhere": "Pictures from other sources",
}
"""Parts of an evaluation, in the order in which they are shown."""

RIVALS = {"chance": "accuracy of chance", "commonest": "accuracy of the commonest"}
"""What a head is compared with; numbers without an interval."""

NAMES = {
    "accuracy": "accuracy",
    "top5": "right one in the top five",
    "macro_f1": "macro F1",
    "cross_entropy": "cross-entropy, nats",
    "cross_entropy_smoothed": "cross-entropy, smoothed labels",
    "calibration_error": "expected calibration error",
    "very_likely_right": "right where called very likely",
    "set_coverage": "right one in the prediction set",
    "set_size": "classes in the prediction set",
    "unknown_painter_auroc": "unknown painters: AUROC",
    "unknown_painter_false_accepts": "unknown painters let through when 95 % of known pass",
    "known_painter_accepted": "known painters not called unknown",
    "unknown_painter_noticed": "unknown painters called unknown",
    "painting_refused": "paintings refused as something else",
    "not_painting_auroc": "other pictures: AUROC",
    "not_painting_false_accepts": "other pictures let through when 95 % of paintings pass",
    "not_painting_noticed": "other pictures refused",
    "deletion": "deletion, area (less is better)",
    "deletion_moved": "deletion by the map moved elsewhere",
    "deletion_gain_moved": "deletion: better than moved by",
    "deletion_centre": "deletion from the middle",
    "deletion_gain_centre": "deletion: better than the middle by",
    "insertion": "insertion, area (more is better)",
    "insertion_moved": "insertion by the map moved elsewhere",
    "insertion_gain_moved": "insertion: better than moved by",
    "insertion_centre": "insertion from the middle",
    "insertion_gain_centre": "insertion: better than the middle by",
    "artist_precision5": "of five, by the same painter",
    "artist_precision5_angle": "by the same painter, by the angle alone",
    "artist_precision5_gain": "painter: gained over the angle",
    "artist_precision5_gain_folds": "painter: gained in five folds",
    "style_precision5": "of five, of the same style",
    "style_precision5_angle": "of the same style, by the angle alone",
    "style_precision5_gain": "style: gained over the angle",
    "style_precision5_gain_folds": "style: gained in five folds",
    **robustness.NAMES,
    **works.NAMES,
    "elsewhere_artist": "other sources: artist right",
    "elsewhere_artist_top5": "other sources: right artist in the top five",
    "elsewhere_style": "other sources: style right",
    "elsewhere_style_top5": "other sources: right style in the top five",
    "elsewhere_one_artist": "other sources: given to the one artist named most",
    "elsewhere_accepted": "other sources: known painters not called unknown",
    "elsewhere_refused": "other sources: refused as something else",
}

NUMBERS = {
    "macro_f1",
    "cross_entropy",
    "cross_entropy_smoothed",
    "calibration_error",
    "set_size",
    "unknown_painter_auroc",
    "not_painting_auroc",
    "deletion",
    "deletion_moved",
    "deletion_gain_moved",
    "deletion_centre",
    "deletion_gain_centre",
    "insertion",
    "insertion_moved",
    "insertion_gain_moved",
    "insertion_centre",
    "insertion_gain_centre",
}
"""Those that aren't shares of pictures."""
