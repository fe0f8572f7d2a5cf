"""Train and measure the statistical model in ``models/en_news`` from openly licensed corpora.

Nothing at run time imports this room. Use it as ``python -m pipeline.training train`` or ``evaluate``.
"""
