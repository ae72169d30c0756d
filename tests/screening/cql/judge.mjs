// Judges a CQL library. Reads {cql, cases: [{parameter: value | null}]} from stdin, writes for each case
// {definition: true | false | null}. Every parameter has to be there, null if unknown: one left out is judged as false.
import { readFileSync } from "node:fs";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import { CqlTranslator, LibraryManager, ModelManager } from "@cqframework/cql/cql-to-elm";
import cql from "cql-execution";

const { cql: text, cases } = JSON.parse(readFileSync(0, "utf-8"));

const modelManager = new ModelManager();
modelManager.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
const elm = JSON.parse(CqlTranslator.fromText(text, new LibraryManager(modelManager)).toJson());
const errors = (elm.library.annotation ?? []).filter((one) => one.errorSeverity === "error");
if (errors.length > 0) {
  throw new Error(errors.map((one) => `line ${one.startLine}: ${one.message}`).join("; "));
}

const library = new cql.Library(elm);
const results = [];
for (const parameters of cases) {
  const executor = new cql.Executor(library, new cql.CodeService({}), parameters);
  results.push((await executor.exec(new cql.PatientSource([]))).unfilteredResults);
}
process.stdout.write(JSON.stringify(results));
