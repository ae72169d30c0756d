// Judges CQL libraries, one a line. Reads {cql, cases: [{parameter: value | null}]} from stdin, writes for each case
// {definition: true | false | null}, as one line. Every parameter has to be there, null if unknown: one left out is judged as false.
import { createInterface } from "node:readline";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import { CqlTranslator, LibraryManager, ModelManager } from "@cqframework/cql/cql-to-elm";
import cql from "cql-execution";

const modelManager = new ModelManager();
modelManager.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());

function read(text) {
  const elm = JSON.parse(CqlTranslator.fromText(text, new LibraryManager(modelManager)).toJson());
  const errors = (elm.library.annotation ?? []).filter((one) => one.errorSeverity === "error");
  if (errors.length > 0) {
    throw new Error(errors.map((one) => `line ${one.startLine}: ${one.message}`).join("; "));
  }
  return new cql.Library(elm);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { cql: text, cases } = JSON.parse(line);
  const library = read(text);
  const results = [];
  for (const parameters of cases) {
    const executor = new cql.Executor(library, new cql.CodeService({}), parameters);
    results.push((await executor.exec(new cql.PatientSource([]))).unfilteredResults);
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
}
