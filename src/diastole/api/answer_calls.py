"""A cited answer to a question, with the runs that it rests on."""

import shlex
from functools import partial

from diastole.answers.answer import Answer
from diastole.answers.answerer import load_answerer
from diastole.answers.patient_run import run_patient
from diastole.answers.rewriter import ChatRewriter
from diastole.api.call_arguments import Reference, check_run, read_patient
from diastole.errors import InputError
from diastole.faces.terminal.waiting import spinner
from diastole.units import shown


def ask(
    question: str,
    *,
    reader: str = "clinician",
    about: str = "",
    after: str = "",
    patient: Reference | None = None,
    rewrite: bool = False,
    progress: bool = True,
) -> Answer:
    """Answer a question with a written article, each sentence with its source or its simulated experiment.

    Parameters
    ----------
    reader
        ``clinician``, ``trainee`` or ``patient``: for whom it is worded.
    about
        Id of the article on which this is a follow-up question.
    after
        The question before, whose answer this follows up.
    patient
        As of `simulate`: the run of this patient is shown with the text.
    rewrite
        Whether the endpoint in ``DIASTOLE_REWRITER_URL`` rewords it, within the guards.

    Returns
    -------
    An article, a choice where several fit, or a refusal: ``answered`` says which.

    Raises
    ------
    InputError
        If the question is empty or too long, or something given is not possible.
    SimulationError
        If the heart of the patient sustains no circulation.
    """
    check_run("default", rewrite=rewrite, progress=progress)
    for name, given in {"question": question, "about": about, "after": after, "reader": reader}.items():
        if not isinstance(given, str):
            raise InputError(f"{name} is '{shown(given)}'; give a text")
    answerer = load_answerer()
    rewriter = ChatRewriter.from_environment() if rewrite else None
    asked = partial(answerer.answer, question, reader, about=about, after=after, rewriter=rewriter)
    answer = asked()
    if answer.pending:
        with spinner("running the simulated patients of this answer", seen=progress):
            answerer.run_pending(answer)
        answer = asked()
    if patient is None or not answer.article:
        return answer
    chosen = read_patient(patient)
    reference = shlex.quote(chosen.name if chosen is patient else str(patient))
    with spinner(seen=progress):
        run = run_patient(chosen, reference, with_balloon="iabp" in answerer.subject(question))
    return asked(patient_run=run)
