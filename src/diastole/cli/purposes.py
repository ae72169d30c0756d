"""The purpose of each command in one sentence, with which its help starts."""

PURPOSES = {
    "simulate": "Run one patient to the steady beat and print its measures.",
    "compare": "Compare a patient without and with support, or several patients and treatments side by side.",
    "bench": "Write a page in which the hearts of a patient, without and with a balloon pump or another device, run.",
    "alternatives": "Try drugs, pacing, pumps and surgery on one patient and rank them.",
    "course": "Run a patient through a script of steps in words, beat by beat.",
    "heart3d": "Run one patient with a left ventricle of finite elements.",
    "cohort": "Draw many patients from a specification, run them in every arm and keep all measures on disk (Zarr).",
    "map": "Map two values of a patient, and show from where on a treatment harms, by several definitions.",
    "sensitivity": "Say which values of a cohort decide a measure: Morris's screening, then Sobol's indices.",
    "optimum": "Find the best moments of inflation and deflation for a patient and a goal, and all that are as good.",
    "fit": "Fit a patient to a bedside sheet.",
    "claims": "Run every claim of the ledger as an experiment and print what was measured and whether it holds.",
    "ask": "Answer a question about balloon pumps and other support in valve disease with a written article, each "
    "sentence with its source or its simulated experiment.",
    "screen": "Screen a patient before a balloon pump: contraindicated, data needed, caution, or no contraindication "
    "found.",
    "schema": "Print the JSON Schema of what a command prints with --json; without a name, the names.",
    "site": "Write every answer, claim and bench as a folder of pages that need no server.",
    "serve": "Serve the pages (questions, claims, screening, alternatives, review desk) and the screening as a CDS "
    "Hooks 2.0.1 service at /cds-services.",
    "review": "List what is reviewed and how far: statements, claims and screening rules.",
}
