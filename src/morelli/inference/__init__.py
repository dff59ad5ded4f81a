"""From a picture to an answer: the classifier, its decision, its calibration."""
