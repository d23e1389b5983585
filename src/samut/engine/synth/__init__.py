"""A synthetic province: register files of invented people whose totals are the published ones."""

from samut.engine.synth.files import copy_published
from samut.engine.synth.province import SynthSummary, write_province
from samut.engine.synth.sheets import FileSummary

__all__ = ["FileSummary", "SynthSummary", "copy_published", "write_province"]
