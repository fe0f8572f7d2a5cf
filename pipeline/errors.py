"""Every error that the pipeline raises on purpose, each with the next thing to do in its message.

PipelineError            the run cannot go on (exit code 1)
├── UsageError           the call itself is wrong (exit code 2)
└── ArticleError         one article cannot be used; it is set aside, the others go on
"""


class PipelineError(Exception):
    """The run cannot go on; outputs of an earlier run are left as they were."""


class UsageError(PipelineError):
    """What the caller asked for makes no sense: a missing folder, an unknown model, a wrong option."""


class ArticleError(PipelineError):
    """One article cannot be read; the message names the file and the reason."""
