// Validates with the vendor's Node SDK in its local mode, a line of JSON in and a line of JSON out.
//
// Reads from stdin lines of {"document": {data_points}, "batch": {...}}.
// Prints for each {"results": [...]}, or {"error": "..."} where the SDK throws.
'use strict';

const {createInterface} = require('node:readline');
const {DataPlanService} = require('@mparticle/data-planning-node');

const service = new DataPlanService({});

async function outcome({document, batch}) {
  try {
    const {results} = await service.validateBatch(batch, {version_document: document});
    return {results};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}

async function main() {
  console.warn = () => {};
  console.log = () => {};
  for await (const line of createInterface({input: process.stdin})) {
    process.stdout.write(`${JSON.stringify(await outcome(JSON.parse(line)))}\n`);
  }
}

main();
